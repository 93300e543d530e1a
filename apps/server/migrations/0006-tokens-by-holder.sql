create index playback_tokens_by_subject on playback_tokens (subject, not_before_seconds) where subject is not null;
create index playback_tokens_by_asset on playback_tokens (asset_id, not_before_seconds);
