-- What is made of every recording that the account uploads.
alter table storage_accounts add column derive text[] not null default '{}'
  check (derive <@ array['thumbnail', 'sprite']);
