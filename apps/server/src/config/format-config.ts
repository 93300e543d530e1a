import { type SettingName, type Settings, settings } from './settings.ts';

function display(name: SettingName, value: unknown): string {
  const isSet = value instanceof Map ? value.size > 0 : String(value) !== '';
  if ('secret' in settings[name]) return isSet ? '(set, not shown)' : '(not set)';
  return Array.isArray(value) ? value.join(',') : String(value);
}

/** The effective configuration, one `NAME=value` a line, secrets masked. */
export function formatConfig(config: Settings): string {
  const names = Object.keys(settings) as SettingName[];
  return `${names.map((name) => `${name}=${display(name, config[name])}`).join('\n')}\n`;
}
