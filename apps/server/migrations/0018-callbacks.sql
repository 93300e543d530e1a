-- What is to be told to whom: written in the transaction that ends the job, so that no end goes untold.
create table callbacks (
  id uuid primary key,
  job_id uuid not null references jobs (id) on delete cascade,
  url text not null,
  body text not null,
  status text not null check (status in ('pending', 'sent', 'failed')),
  attempts integer not null default 0,
  due_at timestamptz not null default now(),
  -- Whoever is sending it holds it until then; a process that died lets go by itself.
  held_until timestamptz,
  created_at timestamptz not null default now()
);

create index callbacks_due on callbacks (due_at) where status = 'pending';
create index callbacks_by_job on callbacks (job_id);

create table callback_attempts (
  callback_id uuid not null references callbacks (id) on delete cascade,
  number integer not null,
  started_at timestamptz not null,
  duration_ms integer not null,
  -- Null when there was no answer; then the error says why.
  status_code integer,
  error text,
  primary key (callback_id, number)
);
