-- Set in the moment from which a job's stream replaces the earlier one; from then on it cannot be cancelled.
alter table jobs add column is_publishing boolean not null default false;

-- Every change of a job is told to all processes, whoever makes it: event streams show it, workers stop what was cancelled.
create function tell_of_job() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    perform pg_notify('sluice_jobs', old.id || ' deleted');
  else
    perform pg_notify('sluice_jobs', new.id || ' ' || new.status);
  end if;
  return null;
end
$$;

create trigger jobs_tell after update or delete on jobs for each row execute function tell_of_job();
