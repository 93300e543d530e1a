-- Whose an asset and its jobs are: a user's, or the operator's where there is none. What a deleted user had falls to the
-- operator: no other user can take it over, and nobody's media is left without anyone who may remove it.
alter table assets add column owner_id uuid references users (id) on delete set null;
alter table jobs
  add column owner_id uuid references users (id) on delete set null,
  add column title text,
  add column source_bytes bigint;

create index assets_by_owner on assets (owner_id) where owner_id is not null;
create index jobs_newest_by_owner on jobs (owner_id, created_at desc, id desc) where owner_id is not null;
