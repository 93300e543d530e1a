import { createRevocationSet, parsePath } from '@sluice/access';
import { describe, expect, it } from 'vitest';
import { linkGrant } from './link-grant.ts';

const createdSeconds = 1_777_000_000;
const nowSeconds = createdSeconds + 86_400;
const asset = {
  ...{ id: 'film', access: 'protected' as const, presentation: null, contentKid: null, isLive: false },
  ...{ createdAt: new Date(createdSeconds * 1000), updatedAt: new Date(0) },
} as const;
const grant = () => linkGrant({ jobId: 'job', asset, nowSeconds, urlSeconds: 600 });

describe('the grant of an address with the id of a job', () => {
  it('is for this one asset, its key included, and ends', () => {
    const { resource, expiresAtSeconds, renewableUntilSeconds } = grant();
    const opens = (target: string): boolean => {
      const path = parsePath(target);
      return path.ok && resource.kind === 'paths' && resource.patterns.some((pattern) => pattern.matches(path.path));
    };
    expect(['/v/film/a.m4s', '/k/film/1.key', '/v/film2/a.m4s', '/v/filmx'].map(opens)).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect([expiresAtSeconds, renewableUntilSeconds]).toEqual([nowSeconds + 600, null]);
  });

  it.each([
    ['the asset', { type: 'asset', value: 'film', beforeSeconds: nowSeconds }, true],
    ['the job as a viewer', { type: 'subject', value: 'job', beforeSeconds: nowSeconds }, true],
    ['another asset', { type: 'asset', value: 'other', beforeSeconds: nowSeconds }, false],
    ['an earlier asset of this name', { type: 'asset', value: 'film', beforeSeconds: createdSeconds }, false],
  ] as const)('falls or stands with the revocation of %s', (_what, revocation, expected) => {
    expect(createRevocationSet([revocation]).revokes(grant())).toBe(expected);
  });

  it('shares its token id with no other call: limits of one token are not for all viewers together', () => {
    expect(grant().tokenId).not.toBe(grant().tokenId);
  });
});
