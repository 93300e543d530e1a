import { createPrivateKey, generateKeyPairSync, verify } from 'node:crypto';
import { getSignedCookies, getSignedUrl } from '@aws-sdk/cloudfront-signer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../../../apps/server/src/adapters/crypto/node.ts';
import { nodeLegacyCrypto } from '../../../../apps/server/src/adapters/crypto/node-legacy.ts';
import { boundTo, cdnOrder } from '../../test/cdn-order.ts';
import vectors from '../../vectors/cdn.json' with { type: 'json' };
import { type Jwk, PrivateKey } from '../crypto/signature-key.ts';
import type { CdnOrder } from './cdn-order.ts';
import {
  cloudFrontPolicy,
  cloudFrontSha1Signer,
  cloudFrontSha256Signer,
  createCloudFrontAdapter,
} from './cloudfront.ts';

const { rsa, cloudFrontKeyPairId: keyPairId } = vectors.keys;
const key = new PrivateKey('RS256', rsa);
const privateKey = createPrivateKey({ key: rsa, format: 'jwk' }).export({ type: 'pkcs8', format: 'pem' }).toString();
const signers = [cloudFrontSha1Signer(nodeLegacyCrypto(), key), cloudFrontSha256Signer(nodeCrypto(), key)];

const segment = fc.stringMatching(/^[A-Za-z0-9_-]{1,8}$/);
const orders: fc.Arbitrary<CdnOrder> = fc
  .record({
    segments: fc.array(segment, { minLength: 2, maxLength: 4 }),
    isPrefix: fc.boolean(),
    notBeforeSeconds: fc.option(fc.integer({ min: 1, max: 2_000_000_000 }), { nil: null }),
    address: fc.option(fc.tuple(fc.ipV4(), fc.nat(32)), { nil: null }),
    lifetime: fc.integer({ min: 1, max: 86_400 }),
  })
  .map(({ segments, isPrefix, notBeforeSeconds, address, lifetime }) =>
    cdnOrder({
      path: `/${segments.join('/')}`,
      prefix: isPrefix ? `/${segments[0]}/` : null,
      notBeforeSeconds,
      issuedAtSeconds: 2_000_000_000,
      expiresAtSeconds: 2_000_000_000 + lifetime,
      ...(address === null ? {} : boundTo(address.join('/'))),
    }),
  );

/** The parts of an address in one order, because the query of the SDK has another. */
function parts(url: string) {
  const { origin, pathname, searchParams } = new URL(url);
  return { origin, pathname, query: Object.fromEntries(searchParams) };
}

function credentials(digest: 'SHA1' | 'SHA256') {
  return { keyPairId, privateKey, algorithm: digest };
}

describe.each(signers)('CloudFront with $digest', (signer) => {
  const adapter = createCloudFrontAdapter({ keyPairId, signer });

  function mint(order: CdnOrder) {
    const minted = adapter.mint(order);
    if (!minted.ok) throw new Error(minted.restriction);
    return minted;
  }

  it('signs the addresses that the SDK of AWS signs', () => {
    fc.assert(
      fc.property(orders, (order) => {
        const url = `https://${order.host}${order.path}`;
        const { prefix, notBeforeSeconds, bindings, expiresAtSeconds } = order;
        const isCanned = prefix === null && notBeforeSeconds === null && bindings.clientAddresses === null;
        const theirs = isCanned
          ? getSignedUrl({ url, ...credentials(signer.digest), dateLessThan: new Date(expiresAtSeconds * 1000) })
          : getSignedUrl({ url, ...credentials(signer.digest), policy: cloudFrontPolicy(order) });
        expect(parts(mint(order).url)).toEqual(parts(theirs));
      }),
      { numRuns: 40 },
    );
  });

  it('sets the cookies that the SDK of AWS sets', () => {
    const order = cdnOrder({ prefix: '/v/9f86d081/', carrier: 'cookie' });
    const theirs = getSignedCookies({ ...credentials(signer.digest), policy: cloudFrontPolicy(order) });
    const { cookies } = mint(order);
    expect(Object.fromEntries(cookies.map(({ name, value }) => [name, value]))).toEqual(theirs);
    expect(cookies.every(({ path }) => path === '/v/9f86d081/')).toBe(true);
  });

  it('writes the policy that the SDK writes from the same wishes', () => {
    const order = cdnOrder({ notBeforeSeconds: 1_777_028_508, ...boundTo('203.0.113.7/32') });
    const theirs = getSignedUrl({
      ...credentials(signer.digest),
      url: `https://${order.host}${order.path}`,
      dateLessThan: new Date(order.expiresAtSeconds * 1000),
      dateGreaterThan: new Date(1_777_028_508_000),
      ipAddress: '203.0.113.7/32',
    });
    expect(parts(mint(order).url)).toEqual(parts(theirs));
  });

  it('refuses IPv6 rather than leaving the address out', () => {
    expect(adapter.mint(cdnOrder(boundTo('2001:db8::/64')))).toEqual({
      ok: false,
      reason: 'adapter_unsupported',
      restriction: 'ip',
    });
  });
});

describe('CloudFront with an ECDSA key', () => {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const signer = cloudFrontSha256Signer(
    nodeCrypto(),
    new PrivateKey('ES256', pair.privateKey.export({ format: 'jwk' }) as Jwk),
  );
  const adapter = createCloudFrontAdapter({ keyPairId, signer });
  const decode = (text: string) =>
    Buffer.from(text.replaceAll('-', '+').replaceAll('_', '=').replaceAll('~', '/'), 'base64');
  const verifies = (policy: string, signature: string | undefined) =>
    verify('sha256', Buffer.from(policy), { key: pair.publicKey, dsaEncoding: 'der' }, decode(signature ?? ''));

  // Each signature is another one, so both are verified, and everything else is compared.
  it('signs addresses as the SDK of AWS does', () => {
    fc.assert(
      fc.property(orders, (order) => {
        const minted = adapter.mint(order);
        if (!minted.ok) throw new Error(minted.restriction);
        const url = `https://${order.host}${order.path}`;
        const policy = cloudFrontPolicy(order);
        const ours = parts(minted.url);
        const isCanned = ours.query.Expires !== undefined;
        const wish = isCanned ? { dateLessThan: new Date(order.expiresAtSeconds * 1000) } : { policy };
        const theirs = parts(getSignedUrl({ url, keyPairId, privateKey: pem, algorithm: 'SHA256', ...wish }));
        for (const { query } of [ours, theirs]) expect(verifies(policy, query.Signature)).toBe(true);
        const unsigned = ({ query, ...rest }: typeof ours) => ({ ...rest, query: { ...query, Signature: '' } });
        expect(unsigned(ours)).toEqual(unsigned(theirs));
      }),
      { numRuns: 40 },
    );
  });

  it('sets cookies as the SDK of AWS does', () => {
    const order = cdnOrder({ prefix: '/v/9f86d081/', carrier: 'cookie' });
    const policy = cloudFrontPolicy(order);
    const theirs = getSignedCookies({
      ...{ keyPairId, privateKey: pem, algorithm: 'SHA256' as const },
      policy,
    });
    const minted = adapter.mint(order);
    if (!minted.ok) throw new Error(minted.restriction);
    const ours = Object.fromEntries(minted.cookies.map(({ name, value }) => [name, value]));
    expect(verifies(policy, ours['CloudFront-Signature'])).toBe(true);
    expect(verifies(policy, theirs['CloudFront-Signature'])).toBe(true);
    expect({ ...ours, 'CloudFront-Signature': '' }).toEqual({ ...theirs, 'CloudFront-Signature': '' });
  });

  it('takes no key that CloudFront does not take', () => {
    const ed = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }) as Jwk;
    expect(() => cloudFrontSha256Signer(nodeCrypto(), new PrivateKey('EdDSA', ed))).toThrow(TypeError);
  });
});

it('takes an IPv4-mapped block for the IPv4 block that it is', () => {
  expect(cloudFrontPolicy(cdnOrder(boundTo('::ffff:10.0.0.0/104')))).toContain('"AWS:SourceIp":"10.0.0.0/8"');
});

it('refuses a key pair id that could break out of its parameter', () => {
  const [signer] = signers;
  expect(() => signer && createCloudFrontAdapter({ keyPairId: 'K2&x=1', signer })).toThrow(RangeError);
});
