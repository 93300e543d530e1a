-- Assets whose media is to be gone: kept for a while after the removal, because a worker may have been publishing.
create table removals (
  asset_id text primary key,
  requested_at timestamptz not null default now(),
  -- True once everything that held something of it has let go.
  is_released boolean not null default false,
  -- When the sweeper looks after it.
  due_at timestamptz not null
);

create index removals_due on removals (due_at);
