import { MacKey } from '@sluice/access';
import type { IssueTokenBody } from '@sluice/contract';
import { describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../../adapters/crypto/node.ts';
import { nodeLegacyCrypto } from '../../../adapters/crypto/node-legacy.ts';
import type { CdnSigning } from '../../../ports/cdn-settings.ts';
import type { Asset } from '../../assets/index.ts';
import { createCdn } from './cdn.ts';
import { planCdnToken } from './plan-cdn-token.ts';

const key = MacKey.fromText('s'.repeat(32));
const signings = {
  akamai: { adapter: 'akamai', key, parameter: 'hdnts', escapesInput: false, salt: null },
  'akamai-plain': { adapter: 'akamai', key, parameter: '__token__', escapesInput: false, salt: null },
  bunny: { adapter: 'bunny', key, form: 'hmac-sha256' },
  'bunny-basic': { adapter: 'bunny', key, form: 'basic' },
  waf: { adapter: 'cloudflare-waf', key, ruleTtlSeconds: 7200, directoryLength: 8 },
  'waf-exact': { adapter: 'cloudflare-waf', key, ruleTtlSeconds: 7200, directoryLength: null },
  nginx: { adapter: 'nginx-secure-link', key, form: 'directory' },
  'nginx-file': { adapter: 'nginx-secure-link', key, form: 'file' },
  fastly: { adapter: 'fastly', key },
} as const satisfies Record<string, CdnSigning>;
type Name = keyof typeof signings;

const engines = { crypto: nodeCrypto(), legacyCrypto: nodeLegacyCrypto() };
const nowSeconds = 1_777_032_108;
const hours = (count: number): number => count * 3600;

const film = (durationSeconds: number, contentKid: string | null = null): Asset => ({
  id: 'film',
  access: 'protected',
  presentation: { durationSeconds, segmentSeconds: 6, video: [], audio: [], encryption: null } as never,
  contentKid,
  isLive: false,
  createdAt: new Date(0),
  updatedAt: new Date(0),
});

function plan(name: Name, order: Partial<IssueTokenBody> = {}, asset = film(5400), issueFloorSeconds = 0) {
  const cdn = createCdn({ name, host: 'cdn.example.com', signing: signings[name], originSecrets: [] }, engines);
  const planning = { crypto: engines.crypto, nowSeconds, issueFloorSeconds, newTokenId: () => 'tk_1' };
  const made = planCdnToken(cdn, asset, { asset_id: asset.id, deliver_via: name, ...order }, planning);
  return { ...made, order: made.cdnOrder(made.grant) };
}
const lifeOf = (...wish: Parameters<typeof plan>): number => plan(...wish).order.expiresAtSeconds - nowSeconds;

describe('the life of a credential for a CDN', () => {
  it('suits the film where the CDN has no wish of its own', () => {
    expect(lifeOf('akamai')).toBe(7650);
    expect(lifeOf('akamai', { ttl: 6000 })).toBe(6000);
  });

  it("is that of the CDN's rule, or within what may be issued for it", () => {
    expect(lifeOf('waf')).toBe(7200);
    expect(lifeOf('nginx', {}, film(hours(3.5)))).toBe(hours(4));
  });

  it('is never longer than the whole playback may be', () => {
    expect(lifeOf('akamai', { max_lifetime: 6000 })).toBe(6000);
    expect(lifeOf('akamai', { ttl: 7000, max_lifetime: 6000 })).toBe(6000);
  });

  it('reaches the end of the film, since nothing renews it', () => {
    for (const wish of [
      () => plan('waf', {}, film(hours(3))),
      () => plan('nginx', {}, film(hours(5))),
      () => plan('akamai', { ttl: 5000 }),
      () => plan('akamai', { max_lifetime: 5000 }),
    ]) {
      expect(wish).toThrow(/would end before the film/);
    }
    expect(lifeOf('akamai', { ttl: 5000, allow_short: true })).toBe(5000);
  });

  it('is counted from where it was issued, for the token of an earlier equal order as well', () => {
    const { cdnOrder, grant } = plan('waf');
    const earlier = cdnOrder({ ...grant, expiresAtSeconds: grant.expiresAtSeconds - 1000 });
    expect(earlier.expiresAtSeconds - earlier.issuedAtSeconds).toBe(7200);
  });
});

describe('the start of a credential for a CDN', () => {
  it('is none where nobody asks for one', () => {
    expect(plan('akamai').order.notBeforeSeconds).toBeNull();
    expect(plan('akamai', {}, film(5400), nowSeconds + 5).order.notBeforeSeconds).toBeNull();
  });

  it('is what was asked for, or where a revocation ends that looks ahead', () => {
    const later = nowSeconds + 60;
    expect(plan('akamai', { not_before: later }).order.notBeforeSeconds).toBe(later);
    expect(plan('akamai', {}, film(5400), later).order.notBeforeSeconds).toBe(later);
  });
});

describe('the carrier of a credential for a CDN', () => {
  it.each<[Name, string]>([
    ['akamai', 'query'],
    ['akamai-plain', 'cookie'],
    ['bunny', 'path'],
    ['waf', 'query'],
    ['nginx', 'path'],
  ])('is for %s one that a whole film plays with: %s', (name, carrier) => {
    expect(plan(name).order.carrier).toBe(carrier);
  });

  it('is another one where that plays too', () => {
    expect(plan('akamai', { transport: 'cookie' }).order.carrier).toBe('cookie');
    for (const [name, transport] of [
      ['akamai-plain', 'query'],
      ['bunny', 'query'],
      ['nginx', 'cookie'],
      ['waf', 'path'],
    ] as const) {
      expect(() => plan(name, { transport }), name).toThrow(/does not travel in the transport/);
    }
  });

  it.each<Name>(['bunny-basic', 'waf-exact', 'nginx-file', 'fastly'])('is none for %s', (name) => {
    expect(() => plan(name)).toThrow(/nothing below the playlist would play/);
  });
});

describe('the token that goes along', () => {
  const patternsOf = ({ grant }: ReturnType<typeof plan>) =>
    grant.resource.kind === 'paths' ? grant.resource.patterns.map(({ kind, path }) => `${kind} ${path}`) : [];

  it('opens the content key alone, and cannot be renewed', () => {
    const made = plan('akamai', {}, film(5400, 'kid'));
    expect(patternsOf(made)).toEqual(['below /k/film/']);
    expect(made.grant.renewableUntilSeconds).toBeNull();
    expect(patternsOf(plan('akamai', { paths: ['/v/film/*', '/k/film/kid.key'] }, film(5400, 'kid')))).toEqual([
      'exact /k/film/kid.key',
    ]);
  });

  it('comes with no part of a film: a CDN opens all of it', () => {
    const paths = ['/v/film/master.m3u8', '/v/film/manifest.mpd', '/k/film/*'];
    expect(() => plan('akamai', { paths })).toThrow(/cannot open this asset and nothing else/);
    expect(() => plan('akamai', { paths: ['/v/film/*'] })).toThrow(/leave paths out/);
  });
});

describe('warnings', () => {
  it('tell what the CDN cannot do, and nothing else', () => {
    const warnings = (...wish: Parameters<typeof plan>): string => plan(...wish).warnings.join('\n');
    expect(warnings('akamai', { renewable: false })).toMatch(/^akamai takes it back by its own list[^\n]*$/);
    expect(warnings('nginx')).toMatch(/cannot take it back.*\nIt cannot be renewed/);
    expect(warnings('akamai', { bind: { ip: ['203.0.113.7/32'] } })).toContain('whose address changes');
    expect(warnings('akamai', {}, film(5400, 'kid'))).toContain('content key comes from here');
    expect(warnings('waf')).toContain('EXT-X-DEFINE');
  });
});
