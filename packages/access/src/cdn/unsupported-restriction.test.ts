import { describe, expect, it } from 'vitest';
import { boundTo, cdnOrder } from '../../test/cdn-order.ts';
import { parseHostPattern } from '../bindings/host-pattern.ts';
import { unbound } from '../grant.ts';
import type { CdnAddresses, CdnCapabilities, CdnOrder } from './cdn-order.ts';
import { unsupportedRestriction } from './unsupported-restriction.ts';

const everything: CdnCapabilities = {
  scopes: ['exact', 'prefix'],
  carriers: ['query', 'path', 'cookie'],
  notBefore: true,
  addresses: 'blocks',
  countries: true,
  fixedLifetimeSeconds: null,
  maxLifetimeSeconds: null,
  revocation: 'instant',
};
const hosts = [parseHostPattern('a.test')].filter((host) => host !== null);
const refused = (order: Partial<CdnOrder>, capabilities: Partial<CdnCapabilities> = {}) =>
  unsupportedRestriction({ ...everything, ...capabilities }, cdnOrder(order));

describe('what a CDN cannot be told', () => {
  it('is nothing when it can be told all', () => {
    const order = { prefix: '/v/9f86d081/', notBeforeSeconds: 1_777_028_508, countries: ['DE', 'FR'] };
    expect(
      refused({ ...order, ...boundTo('10.0.0.0/8', '2001:db8::/32'), requiresInstantRevocation: true }),
    ).toBeNull();
  });

  it.each([
    ['scope', {}, { scopes: ['prefix'] }],
    ['scope', { prefix: '/v/9f86d081/' }, { scopes: ['exact'] }],
    ['carrier', { carrier: 'cookie' }, { carriers: ['query'] }],
    ['not_before', { notBeforeSeconds: 1 }, { notBefore: false }],
    ['expiry', {}, { fixedLifetimeSeconds: 7199 }],
    ['expiry', {}, { maxLifetimeSeconds: 7199 }],
    ['ip', boundTo('10.0.0.1/32'), { addresses: 'none' }],
    ['country', { countries: ['DE'] }, { countries: false }],
    ['revocation', { requiresInstantRevocation: true }, { revocation: 'list' }],
  ] satisfies [string, Partial<CdnOrder>, Partial<CdnCapabilities>][])(
    'includes %s: %j, where it can be told %j',
    (restriction, order, capabilities) => {
      expect(refused(order)).toBeNull();
      expect(refused(order, capabilities)).toBe(restriction);
    },
  );

  it('takes a life that is exactly the one allowed', () => {
    expect(refused({}, { fixedLifetimeSeconds: 7200, maxLifetimeSeconds: 7200 })).toBeNull();
  });

  it('always includes embedding pages and user agents', () => {
    expect(refused({ bindings: { ...unbound, hosts } })).toBe('domain');
    expect(refused({ bindings: { ...unbound, userAgent: '0123456789abcdef' } })).toBe('user_agent');
  });

  it.each([
    { path: '/v/a/*' },
    { path: '/v/a/b!c' },
    { path: '/v/a/b~c' },
    { path: '/v/a/b?c' },
    { path: '/v/a/b"c' },
    { path: '/v/a/%41' },
    { path: '/v/a/é' },
    { path: '/v/a/../b' },
    { path: '/v//b' },
    { path: '/v/a/' },
    { path: 'v/a' },
    { prefix: '/v/other/' },
    { prefix: '/v/9f86d081' },
    { prefix: '/' },
    { host: 'cdn.example.com/x' },
    { host: '*.example.com' },
    { host: 'none' },
    { host: '' },
  ])('includes whatever CDNs would read differently: %j', (order) => {
    expect(refused(order)).toBe('path');
  });

  it.each([
    { expiresAtSeconds: 1_777_028_508 },
    { expiresAtSeconds: 1_777_035_708.5 },
    { expiresAtSeconds: Number.NaN },
    { issuedAtSeconds: Number.NaN },
    { notBeforeSeconds: 1_777_035_708 },
    { notBeforeSeconds: 0.5 },
  ])('includes times that say nothing: %j', (order) => {
    expect(refused(order)).toBe('expiry');
  });

  it.each([{ countries: [] }, { countries: ['de'] }, { countries: ['DE', 'DEU'] }, { countries: ['D,'] }])(
    'includes what is no country: %j',
    (order) => {
      expect(refused(order)).toBe('country');
    },
  );
});

describe('the addresses of each kind', () => {
  const samples = ['10.0.0.1/32', '10.0.0.0/8', '2001:db8::1/128', '2001:db8::/64'];
  it.each([
    ['none', []],
    ['ipv4', ['10.0.0.1/32']],
    ['ipv4-block', ['10.0.0.1/32', '10.0.0.0/8']],
    ['ipv4-or-ipv6-64', ['10.0.0.1/32', '2001:db8::/64']],
    ['blocks', samples],
  ] satisfies [CdnAddresses, string[]][])('%s', (addresses, taken) => {
    expect(samples.filter((sample) => refused(boundTo(sample), { addresses }) === null)).toEqual(taken);
    const isSeveral = refused(boundTo('10.0.0.1/32', '10.0.0.2/32'), { addresses }) === null;
    expect(isSeveral).toBe(addresses === 'blocks');
    expect(refused(boundTo(), { addresses })).toBe('ip');
  });
});
