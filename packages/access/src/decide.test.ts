import { describe, expect, it } from 'vitest';
import type { AccessRequest, RequestedResource } from './access-request.ts';
import { parseCidr } from './bindings/cidr.ts';
import { parseHostPattern } from './bindings/host-pattern.ts';
import { decide } from './decide.ts';
import { type Grant, type GrantedResource, unbound } from './grant.ts';
import { parsePath } from './path/parse-path.ts';
import { parsePathPattern } from './path/path-pattern.ts';
import { createRevocationSet, noRevocations } from './revocations/revocation-set.ts';

function known<T>(value: T | null): T {
  if (value === null) throw new Error('must parse');
  return value;
}

function pathOf(target: string, assetId: string): RequestedResource {
  const parsed = parsePath(target);
  if (!parsed.ok) throw new Error('must parse');
  return { kind: 'path', path: parsed.path, assetId };
}

const grant: Grant = {
  scheme: 'edge-token',
  keyId: 'k1',
  tokenId: 'tk_1',
  subject: 'vw_1',
  resource: { kind: 'paths', assetIds: ['a1'], patterns: [known(parsePathPattern('/v/a1/*'))] },
  actions: ['read'],
  notBeforeSeconds: 1000,
  expiresAtSeconds: 2000,
  renewableUntilSeconds: null,
  bindings: {
    clientAddresses: [known(parseCidr('203.0.113.7/32'))],
    hosts: [known(parseHostPattern('a.test'))],
    userAgent: '0123456789abcdef',
  },
};

const request: AccessRequest = {
  action: 'read',
  resource: pathOf('/v/a1/x', 'a1'),
  clientAddress: '203.0.113.7',
  origin: 'https://a.test',
  referer: null,
  userAgent: '0123456789abcdef',
};

const verdict = (changes: Partial<AccessRequest>, now = 1500, revocations = noRevocations, changed = grant) => {
  const decision = decide(changed, { ...request, ...changes }, now, revocations);
  return decision.ok ? 'allowed' : decision.reason;
};

describe('decide', () => {
  it('allows what the grant says', () => {
    expect(verdict({})).toBe('allowed');
  });

  it('tells the first of several reasons, in the order of the contract', () => {
    const worst: AccessRequest = {
      action: 'render',
      resource: pathOf('/v/a2/x', 'a2'),
      clientAddress: null,
      origin: null,
      referer: null,
      userAgent: null,
    };
    const revoked = createRevocationSet([{ type: 'token', value: 'tk_1' }]);
    const asset = { resource: pathOf('/v/a2/x', 'a1') };
    const resource = { resource: request.resource, action: request.action };
    const address = { clientAddress: request.clientAddress };
    const told = [
      verdict(worst, 0, revoked),
      verdict(worst, 2000, revoked),
      verdict(worst, 1500, revoked),
      verdict(worst),
      verdict({ ...worst, ...asset }),
      verdict({ ...worst, ...resource, action: 'render' }),
      verdict({ ...worst, ...resource }),
      verdict({ ...worst, ...resource, ...address }),
      verdict({ ...worst, ...resource, ...address, origin: 'https://a.test' }),
    ];
    expect(told).toEqual([
      'token_not_yet_valid',
      'token_expired',
      'token_revoked',
      'asset_mismatch',
      'acl_mismatch',
      'acl_mismatch',
      'ip_mismatch',
      'domain_mismatch',
      'ua_mismatch',
    ]);
  });

  it('gives the start five seconds of leeway and the end none', () => {
    expect(verdict({}, 994)).toBe('token_not_yet_valid');
    expect(verdict({}, 995)).toBe('allowed');
    expect(verdict({}, 1999)).toBe('allowed');
    expect(verdict({}, 2000)).toBe('token_expired');
  });

  it('refuses what it cannot know to be unrevoked, and tells of a revocation that it knows', () => {
    const stale = { revokes: () => false, isStaleFor: () => true };
    expect(verdict({}, 1500, stale)).toBe('edge_stale');
    expect(verdict({}, 2000, stale)).toBe('token_expired');
    expect(verdict({}, 1500, { ...stale, revokes: () => true })).toBe('token_revoked');
  });

  it('refuses when the time is not a number', () => {
    expect(verdict({}, Number.NaN)).toBe('token_not_yet_valid');
    expect(verdict({}, Number.NaN, noRevocations, { ...grant, notBeforeSeconds: null })).toBe('token_expired');
  });
});

describe('decide, by kind of resource', () => {
  const options = { widthPx: 300, heightPx: null, quality: null };
  const kinds: { granted: GrantedResource; others: RequestedResource[] }[] = [
    {
      granted: { kind: 'object', store: 'source', key: 'a' },
      others: [
        { kind: 'object', store: 'media', key: 'a' },
        { kind: 'object', store: 'source', key: 'b' },
      ],
    },
    {
      granted: { kind: 'image', store: 'source', key: 'a', options, format: 'webp' },
      others: [
        { kind: 'image', store: 'source', key: 'a', options: { ...options, widthPx: 301 }, format: 'webp' },
        { kind: 'image', store: 'source', key: 'a', options, format: 'png' },
        { kind: 'image', store: 'source', key: 'b', options, format: 'webp' },
        { kind: 'image', store: 'media', key: 'a', options, format: 'webp' },
      ],
    },
    { granted: { kind: 'content-key', assetId: 'a' }, others: [{ kind: 'content-key', assetId: 'b' }] },
  ];
  const verdictOn = (granted: GrantedResource, asked: RequestedResource) =>
    verdict({ resource: asked }, 1500, noRevocations, { ...grant, resource: granted, bindings: unbound });

  it.each(kinds)('opens exactly the $granted.kind that was granted', ({ granted, others }) => {
    expect(verdictOn(granted, granted as RequestedResource)).toBe('allowed');
    const mismatch = granted.kind === 'content-key' ? 'asset_mismatch' : 'acl_mismatch';
    expect(others.map((other) => verdictOn(granted, other))).toEqual(others.map(() => mismatch));
  });

  it('never opens one kind with a grant for another', () => {
    const asked = [...kinds.map(({ granted }) => granted as RequestedResource), request.resource];
    const granted = [...kinds.map((kind) => kind.granted), grant.resource];
    for (const each of granted) {
      const kind = each.kind === 'paths' ? 'path' : each.kind;
      for (const other of asked.filter((one) => one.kind !== kind)) expect(verdictOn(each, other)).toBe('acl_mismatch');
    }
  });
});
