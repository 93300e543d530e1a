import { describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../../../apps/server/src/adapters/crypto/node.ts';
import { authorize } from '../carriers/authorize.ts';
import { type CredentialSources, extractCredentials } from '../carriers/credential-carrier.ts';
import { MacKey } from '../crypto/mac-key.ts';
import { decide } from '../decide.ts';
import { type KeyState, macKeyRecord } from '../keys/key-record.ts';
import { KeyRing } from '../keys/key-ring.ts';
import { parsePath } from '../path/parse-path.ts';
import { createRevocationSet, noRevocations } from '../revocations/revocation-set.ts';
import { verifyOriginSecret } from './origin-secret.ts';

const secret = 'S'.repeat(43);
const ringWith = (state: KeyState = 'active') =>
  new KeyRing([
    macKeyRecord('cdn-origin:one', 'one-origin', MacKey.fromText(secret), state),
    macKeyRecord('cdn-origin:two', 'two-origin', MacKey.fromText('T'.repeat(32))),
    macKeyRecord('cdn:one', 'one', MacKey.fromText('U'.repeat(32))),
  ]);

const reasonOf = (text: string, ring = ringWith()) => {
  const verified = verifyOriginSecret(ring, text);
  return verified.ok ? verified.grant.keyId : verified.reason;
};

function requestFor(rawPath: string) {
  const parsed = parsePath(rawPath);
  if (!parsed.ok) throw new Error(rawPath);
  const resource = { kind: 'path', path: parsed.path, assetId: parsed.path.split('/')[2] ?? '' } as const;
  return {
    action: 'read',
    resource,
    clientAddress: '203.0.113.7',
    origin: null,
    referer: null,
    userAgent: null,
  } as const;
}

describe('the origin secret of a CDN', () => {
  it('vouches as the CDN whose secret it is', () => {
    expect(reasonOf(secret)).toBe('one-origin');
    expect(reasonOf('T'.repeat(32))).toBe('two-origin');
  });

  it('is compared whole, and only with secrets of origins', () => {
    for (const wrong of [secret.slice(1), `${secret}S`, `${secret.slice(1)}s`, 'U'.repeat(32)]) {
      expect(reasonOf(wrong), wrong).toBe('token_invalid');
    }
    for (const wrong of ['', 'S'.repeat(31), 'S'.repeat(129), `${secret}, ${secret}`, `${secret}\n`]) {
      expect(reasonOf(wrong), wrong).toBe('token_malformed');
    }
  });

  it('counts while its key may verify', () => {
    expect(reasonOf(secret, ringWith('retiring'))).toBe('one-origin');
    expect(reasonOf(secret, ringWith('revoked'))).toBe('token_invalid');
  });

  it('opens media of every asset, and nothing else', () => {
    const verified = verifyOriginSecret(ringWith(), secret);
    if (!verified.ok) throw new Error(verified.reason);
    const decided = (path: string) => {
      const decision = decide(verified.grant, requestFor(path), 1_777_032_108, noRevocations);
      return decision.ok ? 'ok' : decision.reason;
    };
    expect(['/v/a/x.m4s', '/v/b/d/x.m4s'].map(decided)).toEqual(['ok', 'ok']);
    expect(['/k/a/1.key', '/v/', '/i/a/x.jpg', '/vx/a'].map(decided)).toEqual(Array(4).fill('acl_mismatch'));
  });

  it('is taken back with its key', () => {
    const verified = verifyOriginSecret(ringWith(), secret);
    if (!verified.ok) throw new Error(verified.reason);
    const revocations = createRevocationSet([{ type: 'key', value: 'one-origin' }]);
    expect(decide(verified.grant, requestFor('/v/a/x'), 0, revocations)).toEqual({
      ok: false,
      reason: 'token_revoked',
    });
  });
});

describe('a request with an origin secret', () => {
  const sources: CredentialSources = {
    pathToken: null,
    query: 'et=garbage',
    edgeTokenHeader: 'v=1~nothing',
    cookieHeader: 'edge_token=a; edge_token=b',
    originSecretHeader: secret,
  };

  it('is that of the CDN, whatever its viewer wrote', () => {
    expect(extractCredentials(sources)).toEqual([{ ok: true, carrier: 'origin', kind: 'origin-secret', text: secret }]);
  });

  it('is refused for a wrong one, whatever else it carries', () => {
    const credentials = extractCredentials({ ...sources, originSecretHeader: 'x'.repeat(43) });
    const authorization = authorize(nodeCrypto(), credentials, {
      verifiers: { 'origin-secret': (text) => verifyOriginSecret(ringWith(), text) },
      request: requestFor('/v/a/x'),
      nowSeconds: 0,
      revocations: noRevocations,
    });
    expect(authorization).toEqual({ ok: false, reason: 'token_invalid' });
  });
});
