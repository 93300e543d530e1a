import { decide, KeyRing, noRevocations, parsePath, renewCdniToken, verifyCdniToken } from '@sluice/access';
import vectors from '../../vectors/cdni.json' with { type: 'json' };
import { type ConformanceCase, expectSame } from '../conformance-case.ts';
import { anonymousRequest } from './requests.ts';
import { signatureKeyRecord } from './signature-keys.ts';

const key = signatureKeyRecord(vectors.key);
const ring = new KeyRing([key]);
const { issuer, nowSeconds, uri, assetId, token } = vectors;

const chain: ConformanceCase = {
  name: 'CDNI: a token opens what its container names and is renewed by a cookie',
  async run(crypto) {
    const parsed = parsePath(vectors.target);
    if (!parsed.ok) throw new Error(parsed.reason);
    const { path } = parsed;
    const verified = await verifyCdniToken(crypto, ring, issuer, token, { uri, path, assetId });
    if (!verified.ok) throw new Error(verified.reason);
    const request = anonymousRequest({ kind: 'path', path, assetId });
    expectSame(decide(verified.grant, request, nowSeconds, noRevocations), { ok: true });
    const { claims, members } = verified;
    expectSame(members, vectors.claims);
    expectSame(await renewCdniToken(crypto, key, { claims, members, path, issuer, nowSeconds }), vectors.renewed);
  },
};

export const cdniCases: readonly ConformanceCase[] = [chain];
