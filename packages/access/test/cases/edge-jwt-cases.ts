import {
  authorize,
  extractCredentials,
  issueEdgeJwt,
  KeyRing,
  noRevocations,
  parseEdgeJwt,
  parsePath,
  verifyEdgeJwt,
} from '@sluice/access';
import vectors from '../../vectors/edge-jwt.json' with { type: 'json' };
import { type ConformanceCase, expectSame } from '../conformance-case.ts';
import { signatureKeyRecord, type WrittenKey } from './signature-keys.ts';

const recordOf = (key: (typeof vectors.cases)[number]) => signatureKeyRecord(key as WrittenKey);
const ring = new KeyRing(vectors.cases.map(recordOf));

const issuing: ConformanceCase[] = vectors.cases.map((key) => ({
  name: `edge JWT: issuing what ${key.name} says gives ${key.name}`,
  async run(crypto) {
    const parsed = parseEdgeJwt(key.token);
    if (!parsed.ok) throw new Error(parsed.reason);
    expectSame(await issueEdgeJwt(crypto, recordOf(key), parsed.claims), key.token);
  },
}));

const decisions: ConformanceCase[] = vectors.decisions.map((vector) => ({
  name: `edge JWT: ${vector.name}`,
  async run(crypto) {
    const parsed = parsePath(vector.target);
    if (!parsed.ok) throw new Error(parsed.reason);
    const { clientAddress, origin, assetId, nowSeconds } = vector;
    const edgeTokenHeader = vectors.cases.find(({ name }) => name.startsWith(vector.case))?.token ?? null;
    const resource = { kind: 'path', path: parsed.path, assetId } as const;
    const request = { action: 'read', resource, clientAddress, origin, referer: null, userAgent: null } as const;
    const credentials = extractCredentials({ pathToken: null, query: '', edgeTokenHeader, cookieHeader: null });
    const verifiers = { jwt: (text: string) => verifyEdgeJwt(crypto, ring, vectors.issuer, text) };
    const result = await authorize(crypto, credentials, { verifiers, request, nowSeconds, revocations: noRevocations });
    expectSame(result.ok ? null : result.reason, vector.refused);
  },
}));

const issuers: ConformanceCase = {
  name: 'edge JWT: one of another issuer looks like a wrong signature',
  async run(crypto) {
    for (const { token } of vectors.cases) {
      const verified = await verifyEdgeJwt(crypto, ring, 'https://other.example.com', token);
      expectSame(verified, { ok: false, reason: 'token_invalid' });
    }
  },
};

export const edgeJwtCases: readonly ConformanceCase[] = [...issuing, ...decisions, issuers];
