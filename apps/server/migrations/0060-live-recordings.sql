-- An asset whose stream still grows: nobody keeps its playlists.
alter table assets add column is_live boolean not null default false;

-- What is recorded of live streams, each as an asset. A process that dies lets its lease run out, and whoever sees that
-- closes the recording.
create table live_recordings (
  asset_id text primary key references assets (id) on delete cascade,
  seq bigint generated always as identity,
  environment_id text not null references environments (id) on delete cascade,
  live_stream_id text not null references live_streams (id) on delete cascade,
  -- What sends to it.
  broadcast_id text not null,
  space_id text not null,
  holder text not null,
  lease_ends_at timestamptz not null,
  -- What the stream consists of, without its segments; null until it plays.
  model jsonb,
  -- Somebody wants it to end.
  is_completed boolean not null default false,
  duration_seconds double precision,
  started_at timestamptz not null default now(),
  ended_at timestamptz
);

create unique index live_recordings_running on live_recordings (live_stream_id) where ended_at is null;
create index live_recordings_by_stream on live_recordings (live_stream_id, seq);
create index live_recordings_by_lease on live_recordings (lease_ends_at) where ended_at is null;
