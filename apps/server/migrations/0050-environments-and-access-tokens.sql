-- What belongs together of the video API: tokens, keys, spaces, streams and webhooks of one environment see each other.
create table environments (
  id text primary key,
  name text not null unique,
  created_at timestamptz not null default now()
);

create table access_tokens (
  id uuid primary key,
  environment_id text not null references environments (id) on delete cascade,
  name text not null,
  -- SHA-256 of the secret: the secret itself is nowhere.
  hash bytea not null check (octet_length(hash) = 32),
  permissions text[] not null,
  created_at timestamptz not null default now()
);

-- Keys that sign JWTs for playback and spaces. The private half was shown once and is nowhere.
create table video_signing_keys (
  id text primary key,
  seq bigint generated always as identity,
  environment_id text not null references environments (id) on delete cascade,
  -- Public members of the JWK.
  public_key jsonb not null,
  created_at timestamptz not null default now()
);

create index video_signing_keys_by_environment on video_signing_keys (environment_id, seq desc);
