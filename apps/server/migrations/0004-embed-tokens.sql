-- Opaque playback tokens: the rules stand here, the token holds nothing. Times are Unix seconds.
create table embed_tokens (
  id text primary key,
  -- SHA-256 of the whole token, in hexadecimal.
  token_hash text not null unique,
  prefix text not null,
  asset_id text not null,
  subject text,
  label text,
  domains text[] not null,
  ips text[] not null,
  expires_seconds bigint,
  max_plays integer,
  plays integer not null default 0,
  is_active boolean not null default true,
  created_seconds bigint not null,
  last_used_seconds bigint
);

create index embed_tokens_by_asset on embed_tokens (asset_id, id);
create index embed_tokens_by_subject on embed_tokens (subject) where subject is not null;
