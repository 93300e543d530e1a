import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { verifyToken } from '@clerk/backend';
import { type Jwk, parseUserJwt, verifyUserJwt } from '@sluice/access';
import { expect, it } from 'vitest';
import vectors from '../../../../../../packages/access/vectors/user-jwt.json' with { type: 'json' };
import { nodeCrypto } from '../../../adapters/crypto/node.ts';
import { providerKey } from './parse-key-set.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const party = 'https://app.example.com';
const now = Math.floor(Date.now() / 1000);
const claims = {
  ...{ azp: party, iss: vectors.issuer, sub: vectors.subject, sid: 'sess_2test', sts: 'active', v: 2, fva: [0, -1] },
  ...{ exp: now + 60, iat: now, nbf: now - 10 },
};
const header = { alg: 'RS256', kid: 'ins_test_1', typ: 'JWT' };

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function token(head: object, body: object): string {
  const input = `${part(head)}.${part(body)}`;
  return `${input}.${sign('sha256', Buffer.from(input), createPrivateKey(privateKey)).toString('base64url')}`;
}

async function clerkSays(text: string): Promise<boolean> {
  const options = { jwtKey: publicKey, authorizedParties: [party], clockSkewInMs: 5000 };
  return verifyToken(text, options).then(
    () => true,
    () => false,
  );
}

function weSay(text: string): boolean {
  const key = providerKey('ins_test_1', createPublicKey(publicKey).export({ format: 'jwk' }) as Jwk);
  const rules = { issuer: vectors.issuer, authorizedParties: [party], audiences: [], clockSkewSeconds: 5 };
  const parsed = parseUserJwt(text);
  return parsed.ok && verifyUserJwt(nodeCrypto(), parsed, key, rules, now).ok;
}

const good = token(header, claims);
const half = good.length - 40;

it.each([
  ['a session token', good, true],
  ['one of version 1', token(header, { ...claims, v: undefined, org_id: 'org_1', org_role: 'admin' }), true],
  ['one with oiat in its header', token({ ...header, oiat: now }, claims), true],
  ['one that ended within the leeway', token(header, { ...claims, exp: now - 2 }), true],
  ['one that ended before', token(header, { ...claims, exp: now - 20 }), false],
  ['one that begins later', token(header, { ...claims, nbf: now + 60 }), false],
  ['one issued later', token(header, { ...claims, iat: now + 60 }), false],
  ['one of another party', token(header, { ...claims, azp: 'https://evil.example' }), false],
  ['one without a subject', token(header, { ...claims, sub: undefined }), false],
  ['one of another type', token({ ...header, typ: 'edge+jwt' }, claims), false],
  ['one with alg none', token({ ...header, alg: 'none' }, claims), false],
  ['one with alg HS256', token({ ...header, alg: 'HS256' }, claims), false],
  [
    'one with a changed signature',
    `${good.slice(0, half)}${good[half] === 'A' ? 'B' : 'A'}${good.slice(half + 1)}`,
    false,
  ],
  ['one of another key', vectors.token, false],
  ['two parts', good.slice(0, good.lastIndexOf('.')), false],
])('thinks of %s what the verifier of @clerk/backend thinks', async (_name, text, isGood) => {
  expect(await clerkSays(text)).toBe(isGood);
  expect(weSay(text)).toBe(isGood);
});
