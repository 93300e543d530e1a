// Runs in nginx: the verifier of packages/access over njs's own HMAC. Facts that a test sets come in headers.
import {
  authorize,
  decodeHex,
  extractCredentials,
  KeyRing,
  MacKey,
  macKeyRecord,
  noRevocations,
  parsePath,
  verifyEdgeToken,
} from '@sluice/access';
import { crypto } from '../../njs/njs-crypto.ts';
import type { NjsRequest } from '../../njs/njs-request.ts';

function reasonOf({ headersIn, variables }: NjsRequest): string | null {
  const key = new MacKey(decodeHex(variables.sluice_key ?? '') ?? new Uint8Array());
  const ring = new KeyRing([macKeyRecord('edge-hmac', 'k1', key)]);
  const parsed = parsePath(variables.request_uri ?? '');
  if (!parsed.ok) return parsed.reason;
  const credentials = extractCredentials({
    pathToken: parsed.pathToken,
    query: parsed.query,
    edgeTokenHeader: headersIn['Edge-Token'] ?? null,
    cookieHeader: headersIn.Cookie ?? null,
  });
  const authorization = authorize(crypto, credentials, {
    verifiers: { 'edge-token': (text) => verifyEdgeToken(crypto, ring, text) },
    request: {
      action: 'read',
      resource: { kind: 'path', path: parsed.path, assetId: decodeURIComponent(headersIn['X-Test-Asset'] ?? '') },
      clientAddress: headersIn['X-Test-Address'] ?? null,
      origin: headersIn.Origin ?? null,
      referer: headersIn.Referer ?? null,
      userAgent: null,
    },
    nowSeconds: Number(headersIn['X-Test-Now']),
    revocations: noRevocations,
  });
  return authorization.ok ? null : authorization.reason;
}

function decide(request: NjsRequest): void {
  const reason = reasonOf(request);
  if (reason !== null) request.headersOut['X-Edge-Deny'] = reason;
  request.return(reason === null ? 204 : 403);
}

export default { decide };
