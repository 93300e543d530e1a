import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { objectKey } from '../../test/arbitraries.ts';
import { withFlippedBits } from '../../test/flipped-bits.ts';
import { MacKey } from '../crypto/mac-key.ts';
import { webCrypto } from '../crypto/web-crypto.ts';
import { decide } from '../decide.ts';
import { macKeyRecord } from '../keys/key-record.ts';
import { KeyRing } from '../keys/key-ring.ts';
import { noRevocations } from '../revocations/revocation-set.ts';
import { parseUploadGrant, signUploadGrant, type UploadGrantClaims, verifyUploadGrant } from './upload-grant.ts';
import { isVaultObjectKey } from './vault-object-key.ts';

const crypto = webCrypto();
const key = MacKey.fromText('0123456789abcdef'.repeat(4));
const ring = new KeyRing([macKeyRecord('upload-grant', 'v1', key)]);
const claims: UploadGrantClaims = {
  account: 'account-a',
  provider: 'primary-provider',
  filename: 'account-a/caméra 1+2.mp4',
  maxBytes: 1_000_000,
  expiresAtSeconds: 1777032108,
};
const plainName = fc.stringMatching(/^[A-Za-z0-9 ._-]{1,20}$/);
const anyClaims = fc.record({
  account: plainName,
  provider: plainName,
  filename: objectKey.filter(isVaultObjectKey),
  maxBytes: fc.maxSafeNat(),
  expiresAtSeconds: fc.maxSafeNat(),
});

describe('an upload grant', () => {
  it('has this form for good', async () => {
    expect(await signUploadGrant(crypto, key, claims)).toBe(
      'sug_YWNjb3VudC1hCnByaW1hcnktcHJvdmlkZXIKYWNjb3VudC1hL2NhbcOpcmEgMSsyLm1wNAoxMDAwMDAwCjE3NzcwMzIxMDg.cykeEiGqulfOWB3HSFE6s22CXCLJVcZAiVPxTDBCoMU',
    );
  });

  it('reads back as what was signed', async () => {
    await fc.assert(
      fc.asyncProperty(anyClaims, async (order) => {
        const verified = await verifyUploadGrant(crypto, ring, await signUploadGrant(crypto, key, order));
        expect(verified).toMatchObject({ ok: true, claims: order });
      }),
      { numRuns: 30 },
    );
  });

  it('lets its holder write one object of one provider until its last second, and read nothing', async () => {
    const verified = await verifyUploadGrant(crypto, ring, await signUploadGrant(crypto, key, claims));
    if (!verified.ok) throw new Error('refused');
    const request = { clientAddress: null, origin: null, referer: null, userAgent: null };
    const resource = { kind: 'provider-object', provider: claims.provider, key: claims.filename } as const;
    const verdict = (action: 'read' | 'replace', nowSeconds: number, filename = claims.filename) =>
      decide(
        verified.grant,
        { ...request, action, resource: { ...resource, key: filename } },
        nowSeconds,
        noRevocations,
      );
    expect(verdict('replace', 1777032108)).toEqual({ ok: true });
    expect(verdict('replace', 1777032109)).toMatchObject({ reason: 'token_expired' });
    expect(verdict('read', 1777032108)).toMatchObject({ reason: 'acl_mismatch' });
    expect(verdict('replace', 1777032108, 'account-a/other.mp4')).toMatchObject({ reason: 'acl_mismatch' });
  });

  it('opens nothing with a changed bit, of another key or of another form', async () => {
    const token = await signUploadGrant(crypto, key, claims);
    for (const changed of withFlippedBits(token)) {
      expect(await verifyUploadGrant(crypto, ring, changed)).toMatchObject({ ok: false });
    }
    const other = MacKey.fromText('fedcba9876543210'.repeat(4));
    expect(await verifyUploadGrant(crypto, ring, await signUploadGrant(crypto, other, claims))).toMatchObject({
      reason: 'token_invalid',
    });
    for (const wrong of ['', 'sug_', 'sug_.', `${token}.x`, token.slice(4), `sug_${'a'.repeat(5000)}.`]) {
      expect(parseUploadGrant(wrong)).toMatchObject({ reason: 'token_malformed' });
    }
  });

  it('is not signed for what could not be read back', () => {
    for (const wrong of [{ account: 'a\nb' }, { filename: '../x' }, { maxBytes: -1 }, { expiresAtSeconds: 1.5 }]) {
      expect(() => signUploadGrant(crypto, key, { ...claims, ...wrong })).toThrow(RangeError);
    }
  });
});
