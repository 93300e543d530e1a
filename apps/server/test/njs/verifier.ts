// Runs in nginx: the verifier of packages/access over njs's own HMAC. Facts that a test sets come in headers.
import njsCrypto from 'node:crypto';
import {
  authorize,
  decodeHex,
  extractCredentials,
  KeyRing,
  MacKey,
  macKeyRecord,
  noRevocations,
  parsePath,
  type SyncCrypto,
  verifyEdgeToken,
} from '@sluice/access';

/** The part of an njs request that is used: https://nginx.org/en/docs/njs/reference.html#http */
interface NjsRequest {
  readonly headersIn: Readonly<Record<string, string | undefined>>;
  readonly headersOut: Record<string, string>;
  readonly variables: Readonly<Record<string, string | undefined>>;
  return(status: number): void;
}

const crypto = {
  timing: 'sync',
  verifyHmacSha256(key: MacKey, message: Uint8Array | string, mac: Uint8Array): boolean {
    const own = njsCrypto.createHmac('sha256', Buffer.from(key.exportBytes())).update(message).digest();
    // njs has no timingSafeEqual: every byte is looked at, whatever the first ones say.
    let difference = own.length ^ mac.length;
    for (let index = 0; index < own.length; index++) difference |= (own[index] ?? 0) ^ (mac[index] ?? 0);
    return difference === 0;
  },
} as unknown as SyncCrypto;

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
