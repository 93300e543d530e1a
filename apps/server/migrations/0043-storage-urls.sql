-- Every URL that was given for an object of a provider: who has it, for what, until when. Times are Unix seconds.
create table storage_urls (
  seq bigint generated always as identity primary key,
  -- vu_…, vo_… (opens once): SHA-256 of the signature; vn_…: of a URL that the provider itself checks.
  id text not null unique,
  mode text not null check (mode in ('vault', 'native')),
  is_once boolean not null,
  account text not null,
  provider text not null,
  object_key text not null,
  request_id text not null,
  issued_seconds bigint not null,
  expires_seconds bigint not null,
  used_seconds bigint,
  revoked_seconds bigint
);

create index storage_urls_account on storage_urls (account, seq);
-- A digest, so that ten thousand long names at once do not fill pages of an index.
create index storage_urls_object on storage_urls (hashtextextended(object_key, 0), seq);
-- What is to be forgotten lies in blocks: rows come in the order of time.
create index storage_urls_expiry on storage_urls using brin (expires_seconds);
