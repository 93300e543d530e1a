-- Callbacks that users ask for are signed with a secret of theirs.
create table user_webhook_secrets (
  user_id uuid primary key references users (id) on delete cascade,
  wrapped_secret bytea not null,
  wrap_nonce bytea not null,
  kek_version text not null,
  created_at timestamptz not null default now()
);

-- Who named the address, null for the operator. No reference: what a deleted user asked for must not become the
-- operator's, and be signed with the operator's secret.
alter table jobs add column callback_user_id uuid;
alter table callbacks add column user_id uuid;
update jobs set callback_user_id = owner_id where callback_url is not null;
update callbacks set user_id = jobs.callback_user_id from jobs where jobs.id = callbacks.job_id;
