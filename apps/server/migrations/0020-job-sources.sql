-- Validator of the source when the job was ordered: once the source is another one, an equal order is a new job.
alter table jobs add column source_etag text;
