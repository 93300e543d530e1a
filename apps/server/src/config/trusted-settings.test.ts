import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseConfig } from './parse-config.ts';

const pem = (bits: number): string =>
  generateKeyPairSync('rsa', {
    modulusLength: bits,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }).publicKey.trim();

const problems = (raw: Readonly<Record<string, string>>): readonly string[] => {
  const parsing = parseConfig(raw);
  return parsing.ok ? [] : parsing.problems;
};

describe('the issuer of users', () => {
  it.each([
    'https://clerk.example.com',
    'https://tenant.example.com/',
    'https://id.example.com/realms/one',
    'http://127.0.0.1:4000',
    'http://localhost:4000',
    'http://[::1]:4000',
  ])('may be %s, and is kept as it is written', (text) => {
    expect(parseConfig({ CLERK_ISSUER: text })).toMatchObject({ ok: true, config: { CLERK_ISSUER: text } });
  });

  it.each([
    'http://clerk.example.com',
    'http://127.0.0.1.evil.example',
    'http://localhost.evil.example',
    'https://user:word@clerk.example.com',
    'https://clerk.example.com/?a=b',
    'ftp://clerk.example.com',
    'clerk.example.com',
  ])('may not be %s', (text) => {
    expect(problems({ CLERK_ISSUER: text })).toEqual(['CLERK_ISSUER must be an absolute URL starting with https://']);
  });
});

describe('the one key of an issuer', () => {
  it('may have its line ends written out', () => {
    const key = pem(2048);
    for (const text of [key, key.replaceAll('\n', '\\n')]) {
      expect(parseConfig({ CLERK_ISSUER: 'https://a.example', CLERK_JWT_KEY: text })).toMatchObject({
        ok: true,
        config: { CLERK_JWT_KEY: key },
      });
    }
  });

  it('is a public RSA key that is long enough', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    for (const text of ['text', pem(1024), publicKey, privateKey]) {
      expect(problems({ CLERK_JWT_KEY: text })).toEqual([expect.stringMatching(/^CLERK_JWT_KEY must be a/)]);
    }
  });
});

it('is needed by whatever says how to check its users', () => {
  expect(problems({ CLERK_JWT_KEY: pem(2048), CLERK_SECRET_KEY: 'sk_test_1' })).toEqual([
    'CLERK_ISSUER is needed with CLERK_JWT_KEY',
    'CLERK_ISSUER is needed with CLERK_SECRET_KEY',
  ]);
});

it('takes lists without empty parts', () => {
  expect(parseConfig({ CLERK_AUTHORIZED_PARTIES: ' a , b' })).toMatchObject({
    config: { CLERK_AUTHORIZED_PARTIES: ['a', 'b'] },
  });
  expect(problems({ CLERK_AUTHORIZED_PARTIES: 'a,,b' })).toHaveLength(1);
});

it('wants the secret of the provider to be its alone', () => {
  const secret = '5f'.repeat(32);
  expect(problems({ CLERK_ISSUER: 'https://a.example', CLERK_SECRET_KEY: secret, API_KEY: secret })).toEqual([
    expect.stringContaining('has the same value as'),
  ]);
});
