import {
  authorize,
  decodeHex,
  encodeBase64url,
  encodePercent,
  encodeUtf8,
  extractCredentials,
  formatEdgeTokenBody,
  issueChildToken,
  issueEdgeToken,
  KeyRing,
  MacKey,
  macKeyRecord,
  noRevocations,
  parseEdgeToken,
  parsePath,
  queryParameter,
  verifyEdgeToken,
} from '@sluice/access';
import vectors from '../../vectors/edge-token.json' with { type: 'json' };
import { type ConformanceCase, expectSame } from '../conformance-case.ts';

const key = new MacKey(decodeHex(vectors.keys.k1) ?? new Uint8Array());
const record = macKeyRecord('edge-hmac', 'k1', key);
const ring = new KeyRing([record]);

const signatures: ConformanceCase[] = vectors.signatures.map(({ name, keyHex, body, signature }) => ({
  name: `edge token: signature of ${name}`,
  async run(crypto) {
    const mac = await crypto.hmacSha256(new MacKey(decodeHex(keyHex) ?? new Uint8Array()), body);
    expectSame(encodeBase64url(mac), signature);
  },
}));

const issuing: ConformanceCase[] = vectors.signatures
  .filter(({ keyHex }) => keyHex === vectors.keys.k1)
  .map(({ name, body, signature }) => ({
    name: `edge token: issuing what ${name} says gives ${name}`,
    async run(crypto) {
      const token = `${body}~sig=${signature}`;
      const parsed = parseEdgeToken(token);
      if (!parsed.ok) throw new Error(parsed.reason);
      expectSame(formatEdgeTokenBody(parsed.claims), body);
      expectSame(await issueEdgeToken(crypto, record, parsed.claims), token);
    },
  }));

const decisions: ConformanceCase[] = vectors.decisions.map((vector) => ({
  name: `edge token: ${vector.name}`,
  async run(crypto) {
    const parsed = parsePath(vector.target);
    if (!parsed.ok) return expectSame(parsed.reason, vector.refused);
    const { clientAddress, origin, referer, assetId, nowSeconds, token } = vector;
    const resource = { kind: 'path', path: parsed.path, assetId } as const;
    const request = { action: 'read', resource, clientAddress, origin, referer, userAgent: null } as const;
    const noCarrier = { pathToken: null, query: '', edgeTokenHeader: null, cookieHeader: null };
    const credentials = extractCredentials({ ...noCarrier, edgeTokenHeader: token });
    const verifiers = { 'edge-token': (text: string) => verifyEdgeToken(crypto, ring, text) };
    const result = await authorize(crypto, credentials, { verifiers, request, nowSeconds, revocations: noRevocations });
    expectSame(result.ok ? null : result.reason, vector.refused);
  },
}));

const carriers: ConformanceCase = {
  name: 'edge token: E1 is the same in every carrier',
  run() {
    const { token, query, pathToken } = vectors.carriers;
    const sources = { pathToken, query, edgeTokenHeader: token, cookieHeader: `a=1; edge_token=${token}` };
    const texts = extractCredentials(sources).map((credential) =>
      credential.ok ? credential.text : credential.reason,
    );
    expectSame(texts, [token, token, token, token]);
    expectSame(`${queryParameter}=${encodePercent(token)}`, query);
    expectSame(encodeBase64url(encodeUtf8(token)), pathToken);
  },
};

const children: ConformanceCase = {
  name: 'edge token: a child token inherits everything but its paths and times',
  async run(crypto) {
    const parent = vectors.signatures.find(({ name }) => name === 'E2');
    const verified = await verifyEdgeToken(crypto, ring, `${parent?.body}~sig=${parent?.signature}`);
    if (!verified.ok || verified.grant.resource.kind !== 'paths') throw new Error('E2 must verify');
    const patterns = verified.grant.resource.patterns.slice(0, 1);
    const order = { patterns, notBeforeSeconds: 1777031700, expiresAtSeconds: 1777033200 };
    const child = await issueChildToken(crypto, record, verified.grant, order);
    const body =
      'v=1~kid=k1~st=1777031700~exp=1777033200~acl=/v/9f86d081/*~id=tk_01HZX3Q9~aud=9f86d081' +
      '~ip=203.0.113.7/32~dom=app.example.com!*.example.org';
    expectSame(child.slice(0, child.indexOf('~sig=')), body);
    expectSame((await verifyEdgeToken(crypto, ring, child)).ok, true);
  },
};

export const edgeTokenCases: readonly ConformanceCase[] = [...signatures, ...issuing, ...decisions, carriers, children];
