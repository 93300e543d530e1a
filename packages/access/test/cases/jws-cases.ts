import { signJws, verifyJws } from '@sluice/access';
import vectors from '../../vectors/edge-jwt.json' with { type: 'json' };
import ownVectors from '../../vectors/jws-keys.json' with { type: 'json' };
import { type ConformanceCase, expectSame } from '../conformance-case.ts';
import { signatureKeyRecord, type WrittenKey } from './signature-keys.ts';

const contract: ConformanceCase[] = vectors.cases.map(({ token, ...key }) => ({
  name: `JWS: ${key.name}`,
  async run(crypto) {
    const { kid } = key;
    const record = signatureKeyRecord(key as WrittenKey);
    const result = await verifyJws(crypto, (asked) => (asked === kid ? record : null), token, vectors.typ);
    expectSame(result.ok ? result.claims : result.reason, vectors.claims);
    // HMAC and RSASSA-PKCS1-v1_5 are deterministic, so signing gives the vector itself.
    expectSame(await signJws(crypto, record, vectors.typ, vectors.claims), token);
  },
}));

const roundTrips: ConformanceCase[] = ownVectors.cases.map(({ alg, jwk, token }) => ({
  name: `JWS: ${alg} verifies the recorded token and its own`,
  async run(crypto) {
    const record = signatureKeyRecord({ kid: 's1', alg, jwk });
    const own = await signJws(crypto, record, vectors.typ, vectors.claims);
    for (const each of [token, own]) {
      const result = await verifyJws(crypto, () => record, each, vectors.typ);
      expectSame(result.ok ? result.claims : result.reason, vectors.claims);
      const unsigned = each.slice(0, each.lastIndexOf('.') + 1);
      const last = each.endsWith('AAAA') ? 'BBBB' : 'AAAA';
      for (const tampered of [each.slice(0, -4) + last, `${unsigned}AAAA`, unsigned]) {
        const refused = await verifyJws(crypto, () => record, tampered, vectors.typ);
        expectSame(refused, { ok: false, reason: 'token_invalid' });
      }
    }
  },
}));

export const jwsCases: readonly ConformanceCase[] = [...contract, ...roundTrips];
