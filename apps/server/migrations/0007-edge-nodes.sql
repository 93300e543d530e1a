-- Edges that ask this deployment for keys and revocations, and which key set each of them holds.
create table edge_nodes (
  name text primary key,
  key_set_version text,
  seen_at timestamptz not null default now()
);
