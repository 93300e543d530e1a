-- Storages that accounts may name, beside the two of the settings.
create table storage_providers (
  name text primary key,
  type text not null check (type in ('fs', 's3', 'gcs', 'azure')),
  -- What is no secret: bucket, endpoint and so on.
  settings jsonb not null,
  -- What is: JSON, encrypted and bound to the name; null where there is none.
  wrapped_credentials bytea,
  wrap_nonce bytea,
  kek_version text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((wrapped_credentials is null) = (wrap_nonce is null) and (wrap_nonce is null) = (kek_version is null))
);

-- Who stores and reads objects with an access key of their own.
create table storage_accounts (
  id uuid primary key,
  name text not null unique,
  access_key text not null unique,
  -- SHA-256 of the secret: the secret itself is nowhere.
  secret_hash bytea not null check (octet_length(secret_hash) = 32),
  is_enabled boolean not null default true,
  -- Names need not exist: an account keeps the name of a provider that was removed by force.
  provider text not null,
  secondary_providers text[] not null default '{}',
  directory text not null,
  -- Days that its objects are kept; null: for good.
  day_limit integer check (day_limit > 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- Processes keep both in memory: they look again at once.
create function tell_storage_change() returns trigger language plpgsql as $$
begin
  perform pg_notify('sluice_storage', '');
  return null;
end
$$;

create trigger storage_providers_tell_change after insert or update or delete on storage_providers
  for each statement execute function tell_storage_change();
create trigger storage_accounts_tell_change after insert or update or delete on storage_accounts
  for each statement execute function tell_storage_change();
