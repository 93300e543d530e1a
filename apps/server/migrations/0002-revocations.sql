-- One row: the end of the feed, and up to where its log has been cut off. Locked by whoever appends, so that numbers
-- become visible in their order.
create table revocation_feed (
  is_only boolean primary key default true check (is_only),
  seq bigint not null default 0,
  trimmed_seq bigint not null default 0
);
insert into revocation_feed default values;

create table revocations (
  id text primary key,
  seq bigint not null unique,
  type text not null check (type in ('token', 'subject', 'asset', 'key', 'embed')),
  value text not null,
  -- Unix seconds; null takes back every token.
  before_seconds bigint,
  expires_seconds bigint not null,
  reason text,
  created_seconds bigint not null,
  -- Place of the tombstone in the feed.
  removed_seq bigint unique
);

create index revocations_standing on revocations (type, value) where removed_seq is null;
create index revocations_by_expiry on revocations (expires_seconds);
