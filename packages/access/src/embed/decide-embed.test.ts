import { describe, expect, it } from 'vitest';
import { parseCidr } from '../bindings/cidr.ts';
import { unbound } from '../grant.ts';
import { parsePath } from '../path/parse-path.ts';
import { createRevocationSet, noRevocations } from '../revocations/revocation-set.ts';
import { decideEmbed, type EmbedRecord, type EmbedRequest } from './decide-embed.ts';

const now = 2000;
const record: EmbedRecord = {
  id: 'et_1',
  assetId: 'a1',
  subject: 'site_1',
  bindings: unbound,
  expiresAtSeconds: null,
  maxPlays: null,
  plays: 0,
  isActive: true,
  createdAtSeconds: 1000,
};

function requestFor(assetId: string, entry: EmbedRequest['entry'] = 'manifest'): EmbedRequest {
  const parsed = parsePath(`/v/${assetId}/master.m3u8`);
  if (!parsed.ok) throw new Error(parsed.reason);
  const resource = { kind: 'path', path: parsed.path, assetId } as const;
  return { action: 'read', resource, clientAddress: null, origin: null, referer: null, userAgent: null, entry };
}

const verdict = (changes: Partial<EmbedRecord>, request = requestFor('a1'), revocations = noRevocations) => {
  const verified = decideEmbed({ ...record, ...changes }, request, now, revocations);
  return verified.ok ? 'allowed' : verified.reason;
};

describe('deciding for an embed token', () => {
  it('gives a grant that bears the id of the record', () => {
    const verified = decideEmbed(record, requestFor('a1'), now, noRevocations);
    expect(verified).toMatchObject({
      ok: true,
      grant: { scheme: 'embed-token', tokenId: 'et_1', subject: 'site_1', issuedAtSeconds: 1000 },
    });
  });

  it('does not tell a deleted record from one that never was', () => {
    expect(decideEmbed(null, requestFor('a1'), now, noRevocations)).toEqual({ ok: false, reason: 'token_invalid' });
  });

  it('opens entry objects and nothing after them', () => {
    expect(verdict({}, requestFor('a1', 'manifest'))).toBe('allowed');
    expect(verdict({}, requestFor('a1', 'poster'))).toBe('allowed');
    expect(verdict({}, requestFor('a1', 'progressive'))).toBe('allowed');
    expect(verdict({}, requestFor('a1', null))).toBe('acl_mismatch');
  });

  it('ends at its second, and when its plays are used up', () => {
    expect(verdict({ expiresAtSeconds: now + 1 })).toBe('allowed');
    expect(verdict({ expiresAtSeconds: now })).toBe('token_expired');
    expect(verdict({ maxPlays: 3, plays: 2 })).toBe('allowed');
    expect(verdict({ maxPlays: 3, plays: 3 })).toBe('token_exhausted');
    expect(verdict({ maxPlays: 3, plays: Number.NaN })).toBe('token_exhausted');
  });

  it('still shows the poster after the last play, and never a file whose plays nobody can count', () => {
    expect(verdict({ maxPlays: 3, plays: 3 }, requestFor('a1', 'poster'))).toBe('allowed');
    expect(verdict({ maxPlays: 3 }, requestFor('a1', 'progressive'))).toBe('acl_mismatch');
  });

  it('is taken back by its switch, its id, its viewer and its asset', () => {
    expect(verdict({ isActive: false })).toBe('token_revoked');
    for (const revocation of [
      { type: 'embed', value: 'et_1' },
      { type: 'subject', value: 'site_1', beforeSeconds: 1001 },
      { type: 'asset', value: 'a1', beforeSeconds: 1001 },
    ] as const) {
      expect(verdict({}, requestFor('a1'), createRevocationSet([revocation]))).toBe('token_revoked');
    }
    const earlier = createRevocationSet([{ type: 'asset', value: 'a1', beforeSeconds: 1000 }]);
    expect(verdict({}, requestFor('a1'), earlier)).toBe('allowed');
  });

  it('is not served by an edge that has lost its feed', () => {
    const stale = { revokes: () => false, isStaleFor: () => true };
    expect(verdict({}, requestFor('a1'), stale)).toBe('edge_stale');
  });

  it('tells the first of several reasons, in the order of the contract', () => {
    const clientAddresses = [parseCidr('10.0.0.0/8')].filter((block) => block !== null);
    const bindings = { ...unbound, clientAddresses };
    const worst = { expiresAtSeconds: now, isActive: false, maxPlays: 1, plays: 1, bindings };
    const elsewhere = requestFor('a2', null);
    const told = [
      verdict(worst, elsewhere),
      verdict({ ...worst, expiresAtSeconds: null }, elsewhere),
      verdict({ ...worst, expiresAtSeconds: null, isActive: true }, elsewhere),
      verdict({ bindings }, elsewhere),
      verdict({ bindings }, requestFor('a1', null)),
      verdict({ bindings }),
    ];
    expect(told).toEqual([
      'token_expired',
      'token_revoked',
      'token_exhausted',
      'asset_mismatch',
      'acl_mismatch',
      'ip_mismatch',
    ]);
  });
});
