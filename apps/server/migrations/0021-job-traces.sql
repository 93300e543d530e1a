-- The trace that a job belongs to (W3C Trace Context): that of the request which ordered it. A callback belongs to the
-- one of its job.
alter table jobs add column traceparent text, add column tracestate text;
alter table callbacks add column traceparent text, add column tracestate text;
