-- Pictures made from sources and kept in the media store under cache/: what each was made from, so that one whose source
-- was written anew is not served, and so that cleanup finds all of a source.
create table image_derivatives (
  object_key text primary key,
  source_key text not null,
  -- 64 lower-case hexadecimal digits when a segment of the source key is such a digest.
  source_hash text,
  -- Validator of the source that it was made from.
  source_etag text not null,
  -- The settings that shaped it.
  recipe text not null,
  -- Validator of the kept object; another one means that somebody else wrote it.
  object_etag text not null,
  created_at timestamptz not null default now()
);

create index image_derivatives_by_source on image_derivatives (source_key);
create index image_derivatives_by_hash on image_derivatives (source_hash) where source_hash is not null;
