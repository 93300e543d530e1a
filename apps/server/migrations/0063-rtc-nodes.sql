-- Processes that host spaces. A row says so while its process lives; whoever died is forgotten after a while.
create table rtc_nodes (
  -- A process, as in the leases of spaces; no two are ever the same.
  id text primary key,
  -- Where other processes of the deployment reach it.
  url text not null,
  -- It takes spaces: its media server runs, and it does not stop.
  is_open boolean not null,
  rooms integer not null,
  participants integer not null,
  max_rooms integer not null,
  seen_at timestamptz not null default now(),
  -- Another process could not reach it since.
  suspected_at timestamptz
);
