-- The list of jobs, newest first, with the id to tell apart what was created at one moment.
create index jobs_newest on jobs (created_at desc, id desc);
create index jobs_newest_by_status on jobs (status, created_at desc, id desc);
