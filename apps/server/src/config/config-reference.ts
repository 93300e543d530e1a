import type { Setting } from './setting.ts';
import { settings } from './settings.ts';

const head = `# Configuration

Every setting is an environment variable. \`.env.local\` and \`.env\` in the working folder are read as well; the real
environment wins over both, \`.env.local\` over \`.env\`. All mistakes are reported together at start.

Secrets without a value are generated on first start into \`DATA_DIR/secrets.json\` (mode 0600) and printed nowhere.
No two kinds of secret may have the same value. \`sluice config\` prints what is in force, secrets masked.

| Name | Default | Unit | Meaning |
|---|---|---|---|
`;

function defaultText(row: Setting<unknown>): string {
  if (row.defaultText !== undefined) return row.defaultText;
  const value = Array.isArray(row.default) ? row.default.join(',') : String(row.default);
  return value === '' ? '' : `\`${value}\``;
}

/** `docs/reference/config.md`, made from the schema. */
export function configReference(): string {
  const rows = Object.entries<Setting<unknown>>(settings).map(
    ([name, row]) => `| \`${name}\` | ${defaultText(row)} | ${row.unit ?? ''} | ${row.about} |\n`,
  );
  return head + rows.join('');
}
