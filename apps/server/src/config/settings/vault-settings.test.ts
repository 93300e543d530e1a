import { describe, expect, it } from 'vitest';
import { parseConfig } from '../parse-config.ts';

const key = 'k'.repeat(32);
const other = 'o'.repeat(32);
const signing = {
  VAULT_SIGNING: 'true',
  VAULT_PUBLIC_URL: 'https://vault.example.com/base/',
  VAULT_URL_SIGNING_KEY: key,
};

function problemsOf(raw: Record<string, string>): readonly string[] {
  const parsing = parseConfig(raw);
  return parsing.ok ? [] : parsing.problems;
}

describe('the settings of signed URLs', () => {
  it('have defaults that a deployment without a vault can live with', () => {
    const parsing = parseConfig({});
    expect(parsing.ok && parsing.config).toMatchObject({
      VAULT_SIGNING: false,
      DEFAULT_URI_EXPIRY_TIME: 86_400,
      MAX_URI_EXPIRY_TIME: 604_800,
      VAULT_MAX_BULK_ITEMS: 10_000,
    });
  });

  it('take a base with a path, a key as it stands, and lifetimes as callers write them', () => {
    const parsing = parseConfig({ ...signing, VAULT_URL_SIGNING_KEY: ` ${key} `, DEFAULT_URI_EXPIRY_TIME: '1h30m' });
    expect(parsing.ok && parsing.config).toMatchObject({
      VAULT_PUBLIC_URL: 'https://vault.example.com/base',
      VAULT_URL_SIGNING_KEY: ` ${key} `,
      DEFAULT_URI_EXPIRY_TIME: 5400,
    });
  });

  it.each(['TRUE', '1', 'false', '0'])('take %s for a truth', (word) => {
    expect(problemsOf({ ...signing, VAULT_SIGNING: word })).toEqual([]);
  });

  it.each([
    [{ VAULT_SIGNING: 'yes' }, 'VAULT_SIGNING must be true or false'],
    [{ VAULT_SIGNING: 'true', VAULT_URL_SIGNING_KEY: key }, 'VAULT_PUBLIC_URL is needed with VAULT_SIGNING'],
    [{ VAULT_SIGNING: '1', VAULT_PUBLIC_URL: 'http://a' }, 'VAULT_URL_SIGNING_KEY is needed with VAULT_SIGNING'],
    [{ VAULT_PUBLIC_URL: 'https://a/?b' }, 'VAULT_PUBLIC_URL must be'],
    [{ VAULT_PUBLIC_URL: 'vault.example.com' }, 'VAULT_PUBLIC_URL must be'],
    [{ VAULT_URL_SIGNING_KEY: 'k'.repeat(31) }, 'VAULT_URL_SIGNING_KEY must be at least 32 bytes'],
    [{ VAULT_URL_SIGNING_KEY_PREVIOUS: key }, 'VAULT_URL_SIGNING_KEY is needed with'],
    [{ ...signing, VAULT_URL_SIGNING_KEY_PREVIOUS: `${other},short` }, 'VAULT_URL_SIGNING_KEY_PREVIOUS must be'],
    [{ ...signing, VAULT_URL_SIGNING_KEY_PREVIOUS: key }, 'VAULT_URL_SIGNING_KEY_PREVIOUS holds a key twice'],
    [
      { ...signing, VAULT_URL_SIGNING_KEY: 'ab'.repeat(32), API_KEY: 'ab'.repeat(32) },
      'VAULT_URL_SIGNING_KEY has the same',
    ],
    [
      { ...signing, VAULT_URL_SIGNING_KEY_PREVIOUS: 'cd'.repeat(32), HMAC_SECRET: 'cd'.repeat(32) },
      'VAULT_URL_SIGNING_KEY_PREVIOUS has the same value as HMAC_SECRET',
    ],
    [{ DEFAULT_URI_EXPIRY_TIME: '1d' }, 'DEFAULT_URI_EXPIRY_TIME must be'],
    [{ MAX_URI_EXPIRY_TIME: '8760h' }, 'MAX_URI_EXPIRY_TIME must be'],
    [{ MAX_URI_EXPIRY_TIME: '1h' }, 'DEFAULT_URI_EXPIRY_TIME must not be above MAX_URI_EXPIRY_TIME'],
    [{ VAULT_MAX_BULK_ITEMS: '10001' }, 'VAULT_MAX_BULK_ITEMS must be'],
  ])('refuse %j', (raw, problem) => {
    const problems = problemsOf(raw as unknown as Record<string, string>);
    expect(
      problems.some((text) => text.startsWith(problem)),
      problems.join('\n'),
    ).toBe(true);
    expect(problems.join('\n')).not.toContain(key);
  });
});
