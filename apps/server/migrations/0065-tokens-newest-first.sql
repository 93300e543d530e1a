-- What was issued is listed newest first, tokens of both tables together.
create index playback_tokens_newest on playback_tokens (issued_seconds desc, id desc);
create index embed_tokens_newest on embed_tokens (created_seconds desc, id desc);
