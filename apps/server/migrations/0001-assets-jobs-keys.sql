create table assets (
  id text primary key,
  access text not null check (access in ('public', 'protected')),
  presentation jsonb,
  content_kid text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table jobs (
  id uuid primary key,
  type text not null,
  hash text not null,
  source text not null,
  options jsonb not null,
  fingerprint text not null,
  queue text not null check (queue in ('default', 'large')),
  status text not null check (status in ('queued', 'processing', 'completed', 'failed', 'cancelled')),
  progress integer not null default 0 check (progress between 0 and 100),
  progress_detail jsonb,
  callback_url text,
  callback_status text not null default 'pending' check (callback_status in ('pending', 'sent', 'callback_failed')),
  retry_of_job_id uuid references jobs (id) on delete set null,
  error text,
  results jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- One live or finished job per fingerprint: the duplicate check and the insert are one act.
create unique index jobs_one_per_fingerprint on jobs (fingerprint) where status in ('queued', 'processing', 'completed');
create index jobs_by_hash on jobs (hash);
create index jobs_by_retry_of on jobs (retry_of_job_id);

create table job_steps (
  job_id uuid not null references jobs (id) on delete cascade,
  name text not null,
  result jsonb not null,
  recorded_at timestamptz not null default now(),
  primary key (job_id, name)
);

create table content_keys (
  kid text primary key,
  asset_id text not null,
  job_id uuid not null unique,
  wrapped_key bytea not null,
  wrap_nonce bytea not null,
  kek_version text not null,
  created_at timestamptz not null default now()
);

create index content_keys_by_asset on content_keys (asset_id);

create table signing_keys (
  kid text primary key,
  class text not null,
  alg text not null,
  state text not null check (state in ('pending', 'active', 'retiring', 'retired', 'revoked')),
  wrapped_secret bytea not null,
  wrap_nonce bytea not null,
  kek_version text not null,
  created_at timestamptz not null default now()
);

create unique index signing_keys_one_active on signing_keys (class) where state = 'active';
