import {
  type CborMap,
  decide,
  decodeCbor,
  decodeHex,
  issueCommonAccessToken,
  KeyRing,
  MacKey,
  macKeyRecord,
  noRevocations,
  parsePath,
  verifyCommonAccessToken,
} from '@sluice/access';
import vectors from '../../vectors/cat.json' with { type: 'json' };
import { type ConformanceCase, expectSame } from '../conformance-case.ts';
import { anonymousRequest } from './requests.ts';

const bytesOf = (hex: string) => decodeHex(hex) ?? new Uint8Array();
const key = macKeyRecord('edge-jwt-sym', vectors.kid, new MacKey(bytesOf(vectors.keyHex)));
const ring = new KeyRing([key]);
const verifier = { issuer: vectors.issuer, audience: 'edge' };

const issuing: ConformanceCase = {
  name: 'CAT: issuing what the vector says gives the vector',
  async run(crypto) {
    const claims = decodeCbor(bytesOf(vectors.payloadHex));
    expectSame(await issueCommonAccessToken(crypto, key, claims as CborMap), vectors.token);
  },
};

const decisions: ConformanceCase[] = vectors.decisions.map(({ name, uri, method, nowSeconds, refused }) => ({
  name: `CAT: it ${name}`,
  async run(crypto) {
    const parsed = parsePath('/v/9f86d081/a.m4s');
    if (!parsed.ok) throw new Error(parsed.reason);
    const { path } = parsed;
    const request = { method, uri, path, assetId: '9f86d081' };
    const verified = await verifyCommonAccessToken(crypto, ring, verifier, vectors.token, request);
    const asked = anonymousRequest({ kind: 'path', path, assetId: '9f86d081' });
    const decision = verified.ok ? decide(verified.grant, asked, nowSeconds, noRevocations) : verified;
    expectSame(decision.ok ? null : decision.reason, refused);
  },
}));

export const catCases: readonly ConformanceCase[] = [issuing, ...decisions];
