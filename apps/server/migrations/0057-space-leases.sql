-- Which process runs the room of a space. One that dies lets its lease run out, and whoever sees that ends the session.
create table space_leases (
  space_id text primary key references spaces (id) on delete cascade,
  environment_id text not null,
  session_id text not null,
  -- A process, or whoever is ending the session in the place of one.
  holder text not null,
  expires_at timestamptz not null
);

create index space_leases_by_end on space_leases (expires_at);
