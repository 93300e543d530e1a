-- By what a token is delivered: our own edges, or a CDN by its name.
alter table playback_tokens add column deliver_via text not null default 'edge';
