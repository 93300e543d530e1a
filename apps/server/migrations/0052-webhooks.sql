create table webhooks (
  id text primary key,
  seq bigint generated always as identity,
  environment_id text not null references environments (id) on delete cascade,
  address text not null,
  is_enabled boolean not null default true,
  created_at timestamptz not null default now(),
  unique (environment_id, address)
);

-- What a webhook is signed with: the newest one, and those before it until their end.
create table webhook_secrets (
  webhook_id text not null references webhooks (id) on delete cascade,
  seq bigint generated always as identity,
  wrapped_secret bytea not null,
  wrap_nonce bytea not null,
  kek_version text not null,
  -- Null for the newest.
  expires_at timestamptz,
  primary key (webhook_id, seq)
);

-- A callback tells the end of a job, or an event of an environment.
alter table callbacks
  alter column job_id drop not null,
  add column webhook_id text references webhooks (id) on delete cascade,
  add constraint callbacks_of_job_or_webhook check ((job_id is null) <> (webhook_id is null));

create index callbacks_by_webhook on callbacks (webhook_id, created_at) where webhook_id is not null;
