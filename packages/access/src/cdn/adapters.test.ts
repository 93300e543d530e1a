import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../../../apps/server/src/adapters/crypto/node.ts';
import { nodeLegacyCrypto } from '../../../../apps/server/src/adapters/crypto/node-legacy.ts';
import { boundTo, cdnOrder } from '../../test/cdn-order.ts';
import vectors from '../../vectors/cdn.json' with { type: 'json' };
import { decodeBase64url } from '../bytes/base64url.ts';
import { decodeUtf8 } from '../bytes/utf8.ts';
import { MacKey } from '../crypto/mac-key.ts';
import { PrivateKey } from '../crypto/signature-key.ts';
import { createAkamaiAdapter } from './akamai.ts';
import { createBunnyAdapter, createBunnyBasicAdapter } from './bunny.ts';
import type { CdnAdapter } from './cdn-adapter.ts';
import type { CdnOrder } from './cdn-order.ts';
import { createCloudflareStreamAdapter } from './cloudflare-stream.ts';
import { createCloudflareWafAdapter } from './cloudflare-waf.ts';
import { createFastlyAdapter } from './fastly.ts';
import { createSecureLinkAdapter } from './nginx-secure-link.ts';

const [crypto, legacy] = [nodeCrypto(), nodeLegacyCrypto()];
const key = MacKey.fromText('secret');
const prefix = '/v/9f86d081/';

function minted(adapter: CdnAdapter<'sync'>, order: CdnOrder) {
  const answer = adapter.mint(order);
  if (!answer.ok) throw new Error(answer.restriction);
  return answer;
}

function restriction(adapter: CdnAdapter<'sync'>, changes: Partial<CdnOrder>) {
  const answer = adapter.mint(cdnOrder(changes));
  return answer.ok ? null : answer.restriction;
}

describe('Akamai', () => {
  const settings = { key, parameter: '__token__', escapesInput: false, salt: null };
  const hmac = (text: string) => createHmac('sha256', 'secret').update(text).digest('hex');

  it('writes an address first, and hashes path and salt without sending them', () => {
    const adapter = createAkamaiAdapter(crypto, { ...settings, salt: 'pepper' });
    const fields = 'ip=203.0.113.7~exp=1777035708';
    const mac = hmac(`${fields}~url=/v/9f86d081/master.m3u8~salt=pepper`);
    const { query } = minted(adapter, cdnOrder(boundTo('203.0.113.7/32')));
    expect(query).toBe(`__token__=${fields}~hmac=${mac}`);
  });

  it('puts the same token into a cookie', () => {
    const adapter = createAkamaiAdapter(crypto, settings);
    const query = minted(adapter, cdnOrder({ prefix })).query ?? '';
    const value = query.slice('__token__='.length);
    const { cookies, url } = minted(adapter, cdnOrder({ prefix, carrier: 'cookie' }));
    expect(cookies).toEqual([{ name: '__token__', value, path: prefix }]);
    expect(url).toBe('https://cdn.example.com/v/9f86d081/master.m3u8');
  });

  it('cannot bind a domain, a block or an IPv6 address', () => {
    const adapter = createAkamaiAdapter(crypto, settings);
    const hosts = [{ kind: 'exact', host: 'a.test' } as const];
    expect(restriction(adapter, { bindings: { clientAddresses: null, hosts, userAgent: null } })).toBe('domain');
    expect(restriction(adapter, boundTo('10.0.0.0/8'))).toBe('ip');
    expect(restriction(adapter, boundTo('2001:db8::1/128'))).toBe('ip');
    expect(restriction(adapter, { requiresInstantRevocation: true })).toBe('revocation');
  });
});

describe('bunny.net', () => {
  const bunny = createBunnyAdapter(crypto, { secret: 'secret', form: 'hmac-sha256' });
  const hmac = (...parts: (string | Uint8Array)[]) => {
    const mac = createHmac('sha256', 'secret');
    for (const part of parts) mac.update(part);
    return mac.digest('base64url');
  };

  it('signs countries raw and sends them escaped, sorted before the path', () => {
    const { query } = minted(bunny, cdnOrder({ prefix, countries: ['DE', 'FR'] }));
    const mac = hmac(`${prefix}1777035708token_countries=DE,FR&token_path=${prefix}`);
    expect(query).toBe(`token=HS256-${mac}&token_countries=DE%2CFR&token_path=%2Fv%2F9f86d081%2F&expires=1777035708`);
  });

  it('binds the /64 of an IPv6 client', () => {
    const { query } = minted(bunny, cdnOrder(boundTo('2001:db8:1:2:3:4:5:6/64')));
    const network = Uint8Array.from([0x20, 1, 0xd, 0xb8, 0, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(query).toContain(`token=HS256-1-${hmac('/v/9f86d081/master.m3u81777035708', network)}&`);
  });

  it('refuses an address that it would widen, and any in its older forms', () => {
    expect(restriction(bunny, boundTo('2001:db8::1/128'))).toBe('ip');
    expect(restriction(bunny, boundTo('10.0.0.0/31'))).toBe('ip');
    const older = createBunnyAdapter(crypto, { secret: 'secret', form: 'sha256' });
    const basic = createBunnyBasicAdapter(legacy, 'secret');
    for (const adapter of [older, basic]) expect(restriction(adapter, boundTo('10.0.0.1/32'))).toBe('ip');
    expect(restriction(basic, { prefix })).toBe('scope');
    expect(restriction(basic, { countries: ['DE'] })).toBe('country');
    expect(restriction(bunny, { notBeforeSeconds: 1 })).toBe('not_before');
  });
});

describe('Cloudflare', () => {
  const waf = (directoryLength: number | null) =>
    createCloudflareWafAdapter(crypto, { key, ruleTtlSeconds: 7200, directoryLength });

  it('cannot give a token another life than the rule on the edge', () => {
    for (const expiresAtSeconds of [1_777_035_707, 1_777_035_709]) {
      expect(restriction(waf(null), { expiresAtSeconds })).toBe('expiry');
    }
    expect(restriction(waf(null), {})).toBeNull();
  });

  it('cannot open a directory of another length than the rule cuts off', () => {
    expect(restriction(waf(12), { prefix })).toBeNull();
    expect(restriction(waf(13), { prefix })).toBe('scope');
    expect(restriction(waf(12), {})).toBe('scope');
  });

  const uid = 'ea95132c15732412d22c1476fa83f27a';
  const stream = createCloudflareStreamAdapter(crypto, {
    kid: 's1',
    signKey: new PrivateKey('RS256', vectors.keys.rsa),
  });
  const film = { path: `/${uid}/manifest/video.m3u8`, prefix: `/${uid}/`, carrier: 'path' } as const;

  it('tells Stream its start and countries', () => {
    const order = cdnOrder({ ...film, notBeforeSeconds: 1_777_028_508, countries: ['DE'] });
    const claims = minted(stream, order).pathPrefix?.split('.')[1] ?? '';
    expect(JSON.parse(decodeUtf8(decodeBase64url(claims) ?? new Uint8Array()) ?? '')).toEqual({
      sub: uid,
      kid: 's1',
      exp: 1_777_035_708,
      nbf: 1_777_028_508,
      accessRules: [
        { type: 'ip.geoip.country', action: 'allow', country: ['DE'] },
        { type: 'any', action: 'block' },
      ],
    });
  });

  it('cannot tell Stream address and country together, another path, or more than a day', () => {
    expect(restriction(stream, { ...film, ...boundTo('10.0.0.1/32'), countries: ['DE'] })).toBe('country');
    expect(restriction(stream, { prefix, carrier: 'path' })).toBe('scope');
    expect(restriction(stream, { ...film, expiresAtSeconds: 1_777_028_508 + 86_401 })).toBe('expiry');
  });

  it('signs for Stream with RSA only', () => {
    expect(() => createCloudflareStreamAdapter(crypto, { kid: 's1', signKey: key })).toThrow(TypeError);
  });
});

describe('nginx secure_link', () => {
  const secret = 's'.repeat(32);
  const adapter = (form: 'directory' | 'file' | 'file-and-address') =>
    createSecureLinkAdapter(legacy, { secret, form });
  const md5 = (text: string) => createHash('md5').update(text).digest('base64url');

  it('puts a directory in front of the path, so that relative URIs keep it', () => {
    const { url, pathPrefix } = minted(adapter('directory'), cdnOrder({ prefix, carrier: 'path' }));
    const inFront = `/sl/${md5(`1777035708${prefix} ${secret}`)}/1777035708`;
    expect(url).toBe(`https://cdn.example.com${inFront}/v/9f86d081/master.m3u8`);
    expect(pathPrefix).toBe(inFront + prefix);
  });

  it('binds one file, and its viewer where the configuration does', () => {
    const file = '1777035708/v/9f86d081/master.m3u8';
    expect(minted(adapter('file'), cdnOrder()).query).toBe(`md5=${md5(`${file} ${secret}`)}&expires=1777035708`);
    const bound = minted(adapter('file-and-address'), cdnOrder(boundTo('203.0.113.7/32')));
    expect(bound.query).toBe(`md5=${md5(`${file}203.0.113.7 ${secret}`)}&expires=1777035708`);
  });

  it('refuses what its configuration does not hash', () => {
    expect(restriction(adapter('file'), boundTo('203.0.113.7/32'))).toBe('ip');
    expect(restriction(adapter('file-and-address'), {})).toBe('ip');
    expect(restriction(adapter('directory'), { prefix: '/v/', carrier: 'path' })).toBe('scope');
    expect(restriction(adapter('file'), { expiresAtSeconds: 1_777_028_508 + 14_401 })).toBe('expiry');
  });

  it('needs a secret that MD5 cannot spoil', () => {
    expect(() => createSecureLinkAdapter(legacy, { secret: 's'.repeat(31), form: 'file' })).toThrow(RangeError);
  });
});

it('Fastly opens exact paths, without any binding', () => {
  const fastly = createFastlyAdapter(legacy, key);
  expect(restriction(fastly, { prefix })).toBe('scope');
  expect(restriction(fastly, boundTo('10.0.0.1/32'))).toBe('ip');
  expect(restriction(fastly, {})).toBeNull();
});

it('every adapter says how fast it can take back what it issued', () => {
  const adapters = [
    createAkamaiAdapter(crypto, { key, parameter: 'hdnts', escapesInput: false, salt: null }),
    createFastlyAdapter(legacy, key),
    createCloudflareStreamAdapter(crypto, { kid: 's1', signKey: new PrivateKey('RS256', vectors.keys.rsa) }),
  ];
  expect(adapters.map(({ capabilities }) => capabilities.revocation)).toEqual(['list', 'ttl', 'key']);
});
