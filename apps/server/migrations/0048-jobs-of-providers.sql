-- Name of the provider that the source is read from; null: the source store of the settings.
alter table jobs add column provider text;
