import type { AccountList, CreatedAccount, ProviderList } from '@sluice/contract';

/** Rows with columns as wide as their longest text. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  ');
  return rows.map((row) => `${line(row).trimEnd()}\n`).join('');
}

export function formatProviders({ providers }: ProviderList): string {
  const rows = providers.map(({ name, type, settings, credentials, embedded }) => [
    name,
    type,
    Object.entries(settings)
      .map(([field, value]) => `${field}=${String(value)}`)
      .join(' '),
    embedded ? '(of the settings)' : credentials.join(' '),
  ]);
  return table([['NAME', 'TYPE', 'SETTINGS', 'CREDENTIALS'], ...rows]);
}

export function formatAccounts({ accounts }: AccountList): string {
  const rows = accounts.map(({ name, accessKey, enabled, providers, directory, dayLimit }) => [
    ...[name, accessKey, enabled ? 'enabled' : 'disabled', providers.join(' '), directory],
    dayLimit === 0 ? 'for good' : `${dayLimit} days`,
  ]);
  return table([['NAME', 'ACCESS KEY', 'STATE', 'PROVIDERS', 'DIRECTORY', 'KEPT'], ...rows]);
}

/** The one place where a secret is printed: for the person who ordered it. */
export const formatCreatedAccount = ({ name, accessKey, secretAccessKey }: CreatedAccount): string =>
  `${table([
    ['account', name],
    ['access key', accessKey],
    ['secret', secretAccessKey],
  ])}The secret is shown this once.\n`;
