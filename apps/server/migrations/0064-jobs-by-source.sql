-- How long a file lasts is looked up by its key whenever it is shown.
create index jobs_by_source on jobs (source);
