-- Calls of one caller in one minute, for limits that hold for all processes together. A crash of the database may
-- forget them: that only ever lets more through.
create unlogged table call_counts (
  scope text not null,
  -- A digest: no credential is kept because of a counter.
  caller text not null,
  -- Unix time in whole minutes.
  minute bigint not null,
  calls integer not null,
  primary key (scope, caller)
);
