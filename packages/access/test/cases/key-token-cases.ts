import { decide, KeyRing, MacKey, macKeyRecord, noRevocations, signKeyToken, verifyKeyToken } from '@sluice/access';
import vectors from '../../vectors/vylux-key-token.json' with { type: 'json' };
import { type ConformanceCase, expectSame } from '../conformance-case.ts';
import { anonymousRequest } from './requests.ts';

const key = MacKey.fromText(vectors.secret);
const ring = new KeyRing([macKeyRecord('vylux-key-token', 't1', key)]);

export const keyTokenCases: readonly ConformanceCase[] = vectors.cases.map((vector) => ({
  name: `key token: ${vector.name}`,
  async run(crypto) {
    const verified = await verifyKeyToken(crypto, ring, vector.token);
    const request = anonymousRequest({ kind: 'content-key', assetId: vector.hash });
    const decision = verified.ok ? decide(verified.grant, request, vector.nowSeconds, noRevocations) : verified;
    expectSame(decision.ok ? 'allowed' : decision.reason, vector.refused ?? 'allowed');
    if (vector.claims !== undefined) expectSame(await signKeyToken(crypto, key, vector.claims), vector.token);
  },
}));
