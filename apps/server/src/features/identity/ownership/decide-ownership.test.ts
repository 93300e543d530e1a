import { operatorGrant, userGrant } from '@sluice/access';
import { describe, expect, it } from 'vitest';
import { decideOwnership, ownerOfNew } from './decide-ownership.ts';

const grantOf = (userId: string, expiresAtSeconds: number | null = null) =>
  userGrant({ scheme: 'user-jwt', keyId: 'k', tokenId: null, userId, expiresAtSeconds });
const may = (...given: Parameters<typeof decideOwnership>) => decideOwnership(...given).ok;

describe('what belongs to somebody', () => {
  it('is open to its owner and to the operator, and to nobody else', () => {
    for (const [grant, owner, expected] of [
      [grantOf('a'), 'a', true],
      [grantOf('a'), 'b', false],
      [grantOf('a'), null, false],
      [operatorGrant, 'a', true],
      [operatorGrant, null, true],
    ] as const) {
      expect(may(grant, owner, 'manage', 100), `${grant.scheme} ${owner}`).toBe(expected);
    }
  });

  it('is open for as long as the grant lasts, and for what it is a grant', () => {
    expect(may(grantOf('a', 100), 'a', 'manage', 99)).toBe(true);
    expect(may(grantOf('a', 100), 'a', 'manage', 100)).toBe(false);
    expect(may(operatorGrant, 'a', 'render', 0)).toBe(false);
  });

  it('belongs to whoever makes it', () => {
    expect(ownerOfNew(grantOf('a'))).toBe('a');
    expect(ownerOfNew(operatorGrant)).toBeNull();
  });
});
