-- What was issued, without the tokens: the same order gives the same token again. Times are Unix seconds.
create table playback_tokens (
  id text primary key,
  asset_id text not null,
  subject text,
  kind text not null check (kind in ('hmac', 'jwt')),
  kid text not null,
  issued_seconds bigint not null,
  not_before_seconds bigint not null,
  expires_seconds bigint not null,
  renewable_until_seconds bigint,
  renewals integer not null default 0,
  last_seen_seconds bigint,
  -- Names the order; a later equal one is given the same token.
  reuse_key text
);

create index playback_tokens_by_reuse on playback_tokens (reuse_key, issued_seconds desc) where reuse_key is not null;
create index playback_tokens_by_end on playback_tokens (greatest(expires_seconds, renewable_until_seconds));

-- The /24 and /64 networks that a token was seen from.
create table playback_token_networks (
  token_id text not null references playback_tokens (id) on delete cascade,
  network text not null,
  primary key (token_id, network)
);
