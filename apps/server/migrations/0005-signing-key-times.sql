alter table signing_keys
  add column promoted_at timestamptz,
  -- A retiring key verifies until then.
  add column verify_until timestamptz;

update signing_keys set promoted_at = created_at where state = 'active';
