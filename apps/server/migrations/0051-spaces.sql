create table live_streams (
  id text primary key,
  seq bigint generated always as identity,
  environment_id text not null references environments (id) on delete cascade,
  stream_key uuid not null unique,
  status text not null default 'idle' check (status in ('idle', 'active', 'disabled')),
  latency_mode text not null,
  reconnect_window_seconds double precision not null,
  max_duration_seconds double precision not null,
  -- As ordered, for the recordings.
  new_asset_settings jsonb,
  passthrough text,
  title text,
  created_at timestamptz not null default now()
);

create index live_streams_by_environment on live_streams (environment_id, seq desc);

create table live_playback_ids (
  id text primary key,
  seq bigint generated always as identity,
  live_stream_id text not null references live_streams (id) on delete cascade,
  policy text not null check (policy in ('public', 'signed'))
);

create index live_playback_ids_by_stream on live_playback_ids (live_stream_id, seq);

create table spaces (
  id text primary key,
  seq bigint generated always as identity,
  environment_id text not null references environments (id) on delete cascade,
  -- There while anybody is connected, another one each time.
  active_session_id text,
  passthrough text,
  created_at timestamptz not null default now()
);

create index spaces_by_environment on spaces (environment_id, seq desc);

create table space_broadcasts (
  id text primary key,
  seq bigint generated always as identity,
  space_id text not null references spaces (id) on delete cascade,
  live_stream_id text not null references live_streams (id),
  status text not null default 'idle' check (status in ('idle', 'active')),
  layout text not null,
  resolution text not null,
  background text,
  passthrough text,
  created_at timestamptz not null default now()
);

create index space_broadcasts_by_space on space_broadcasts (space_id, seq);
create index space_broadcasts_by_stream on space_broadcasts (live_stream_id);
