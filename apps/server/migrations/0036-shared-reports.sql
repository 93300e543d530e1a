-- Reports of videos that their owners show to whom they give the address.
create table shared_reports (
  id bigint generated always as identity primary key,
  user_id uuid not null references users (id) on delete cascade,
  job_id uuid not null references jobs (id) on delete cascade,
  share_hash text not null unique check (share_hash ~ '^[0-9A-Za-z]{16}$'),
  -- Null for a report that is shown until it is deleted.
  expires_at timestamptz,
  is_active boolean not null default true,
  created_at timestamptz not null default now()
);

create index shared_reports_by_job on shared_reports (job_id, id desc);
create index shared_reports_by_user on shared_reports (user_id);

-- How long the work took that led to the result; null where it is not known.
alter table job_steps add column took_ms integer;
