-- How much of an allowance is spent, by a digest of what it is counted for. Full again at `full_at`: a row that is past
-- means the same as none. Unlogged: after a crash everybody starts anew, and no call pays for a log.
create unlogged table allowances (
  name text primary key,
  full_at timestamptz not null
);
