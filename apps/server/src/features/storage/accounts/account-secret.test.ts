import { describe, expect, it } from 'vitest';
import { hashSecret, isSecretOf, newAccessKey, newSecret } from './account-secret.ts';

describe('the secret of an account', () => {
  it('is kept as the digest of Kerberos Vault contract §11', () => {
    expect(hashSecret('vsk_3yQm9mC2vQ0xJq1vJwVwq1mN0a7Hk2c9').toString('hex')).toBe(
      '7ddff8d6aa6f7af4a8f0c28c41990fe1c073dc1038e7a5415e4363dfb8da5aeb',
    );
  });

  it('is right for its digest alone, and never for an account that does not exist', () => {
    expect(isSecretOf('right', hashSecret('right'))).toBe(true);
    expect(isSecretOf('wrong', hashSecret('right'))).toBe(false);
    expect(isSecretOf('right', undefined)).toBe(false);
  });

  it('is made anew each time, in the form of the contract', () => {
    expect(new Set(Array.from({ length: 50 }, newSecret)).size).toBe(50);
    expect(newSecret()).toMatch(/^vsk_[A-Za-z0-9]{40}$/);
    expect(newAccessKey()).toMatch(/^[A-Za-z0-9]{16,}$/);
  });
});
