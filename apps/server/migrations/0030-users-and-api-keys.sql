-- Who calls the routes of users, and the keys that they made for themselves.
create table users (
  id uuid primary key,
  -- Id at the identity provider; null for a user who has nothing but keys.
  clerk_user_id text unique,
  is_disabled boolean not null default false,
  created_at timestamptz not null default now()
);

create table api_keys (
  id bigint generated always as identity primary key,
  user_id uuid not null references users (id) on delete cascade,
  name text not null,
  -- SHA-256 of the whole key: the key itself is nowhere.
  hash bytea not null unique check (octet_length(hash) = 32),
  -- How the key is shown.
  prefix text not null,
  is_active boolean not null default true,
  last_used_at timestamptz,
  created_at timestamptz not null default now()
);

create index api_keys_by_user on api_keys (user_id, id desc);

-- Processes remember which user an id of the identity provider means: they forget it at once when that is over.
create function tell_user_change() returns trigger language plpgsql as $$
begin
  perform pg_notify('sluice_users', '');
  return null;
end
$$;

create trigger users_tell_change after update or delete on users
  for each statement execute function tell_user_change();
