import { decodeBase64url, encodeBase64url } from '../bytes/base64url.ts';
import { decodeUtf8, encodeUtf8 } from '../bytes/utf8.ts';
import type { Crypto } from '../crypto/crypto.ts';
import { mapTimed, settle, type Timed, type Timing } from '../crypto/timing.ts';
import { type Grant, unbound, type Verification } from '../grant.ts';
import { isKeyId, isMacKeyRecord, type MacKeyRecord } from '../keys/key-record.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { NormalPath } from '../path/parse-path.ts';
import { exactPattern } from '../path/path-pattern.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { type CatClaims, parseCatClaims } from './cat-claims.ts';
import { type CborMap, decodeCbor, encodeCbor, isCborMap, untagged } from './cbor.ts';
import { matchesUri } from './match-uri.ts';

/** Whom we are and whom we trust. */
export interface CatVerifier {
  readonly issuer: string;
  /** Our name in tokens that say whom they are for. */
  readonly audience: string;
}

export interface CatRequest {
  readonly method: string;
  /** The absolute URI as received, without the token. */
  readonly uri: string;
  readonly path: NormalPath;
  readonly assetId: string;
}

const cwtTag = 61;
const mac0Tag = 17;
const keyIdLabel = 4;
/** The protected header `{1: 5}`: HMAC 256/256 (RFC 9053 §3.1). No other algorithm is read. */
const protectedHeader = encodeCbor(new Map([[1, 5]]));
const maxLength = 4096;

interface ParsedMac0 {
  readonly kid: string;
  readonly payload: Uint8Array;
  readonly mac: Uint8Array;
}

/**
 * The grant of a Common Access Token (CTA-5007 as edge-access §22.8 has it) for one request: a CWT over COSE_Mac0 in
 * base64url. It opens the requested path when URI and method match, and nothing when they do not; `decide` has the last
 * word. The key is one of class `edge-jwt-sym`.
 */
export function verifyCommonAccessToken<T extends Timing>(
  crypto: Crypto<T>,
  ring: KeyRing,
  verifier: CatVerifier,
  token: string,
  request: CatRequest,
): Timed<T, Verification> {
  const parsed = parseMac0(token);
  const members = parsed === null ? null : decodeCbor(parsed.payload);
  const claims = members !== null && isCborMap(members) ? parseCatClaims(members) : null;
  if (parsed === null || claims === null) return settle<T, Verification>(crypto, malformed);
  const key = ring.verifyingKey('edge-jwt-sym', parsed.kid);
  if (key === null || !isMacKeyRecord(key)) return settle<T, Verification>(crypto, invalid);
  const isMeant = claims.issuer === verifier.issuer && (claims.audiences?.includes(verifier.audience) ?? true);
  const message = macStructure(parsed.payload);
  return mapTimed(crypto, crypto.verifyHmacSha256(key.verifyKey, message, parsed.mac), (isMatch: boolean) =>
    isMatch && isMeant ? { ok: true, grant: catGrant(parsed.kid, claims, request) } : invalid,
  );
}

/** A token of `claims`, in their order. Throws a RangeError when `verifyCommonAccessToken` would not read them. */
export function issueCommonAccessToken<T extends Timing>(
  crypto: Crypto<T>,
  { kid, verifyKey }: MacKeyRecord,
  claims: CborMap,
): Timed<T, string> {
  if (parseCatClaims(claims) === null) throw new RangeError('a common access token cannot say what was ordered');
  const payload = encodeCbor(claims);
  return mapTimed(crypto, crypto.hmacSha256(verifyKey, macStructure(payload)), (mac: Uint8Array) => {
    const value = [protectedHeader, new Map([[keyIdLabel, encodeUtf8(kid)]]), payload, mac];
    return encodeBase64url(encodeCbor({ tag: cwtTag, value: { tag: mac0Tag, value } }));
  });
}

const malformed: Refusal<'token_malformed'> = refuse('token_malformed');
const invalid: Refusal<'token_invalid'> = refuse('token_invalid');

/** What the MAC covers (RFC 9052 §6.3). */
function macStructure(payload: Uint8Array): Uint8Array {
  return encodeCbor(['MAC0', protectedHeader, new Uint8Array(), payload]);
}

/** Null for another form, another algorithm, or headers that would have to be obeyed. */
function parseMac0(token: string): ParsedMac0 | null {
  const bytes = token.length > maxLength ? null : decodeBase64url(token);
  const parts = bytes === null ? null : untagged(untagged(decodeCbor(bytes), cwtTag), mac0Tag);
  if (!Array.isArray(parts) || parts.length !== 4) return null;
  const [header, unprotected, payload, mac] = parts;
  if (!(header instanceof Uint8Array && payload instanceof Uint8Array && mac instanceof Uint8Array)) return null;
  if (encodeBase64url(header) !== encodeBase64url(protectedHeader)) return null;
  if (!isCborMap(unprotected) || unprotected.size !== 1) return null;
  const kidBytes = unprotected.get(keyIdLabel);
  const kid = kidBytes instanceof Uint8Array ? (decodeUtf8(kidBytes) ?? '') : '';
  return isKeyId(kid) ? { kid, payload, mac } : null;
}

function catGrant(keyId: string, claims: CatClaims, request: CatRequest): Grant {
  const { clientAddresses, issuedAtSeconds } = claims;
  const isOpened = (claims.methods?.includes(request.method) ?? true) && matchesUri(claims.uri, request.uri);
  return {
    scheme: 'cat',
    keyId,
    tokenId: claims.tokenId,
    subject: claims.subject,
    resource: { kind: 'paths', assetIds: [request.assetId], patterns: isOpened ? [exactPattern(request.path)] : [] },
    actions: ['read'],
    notBeforeSeconds: claims.notBeforeSeconds,
    ...(issuedAtSeconds === null ? {} : { issuedAtSeconds }),
    expiresAtSeconds: claims.expiresAtSeconds,
    renewableUntilSeconds: null,
    bindings: { ...unbound, clientAddresses },
  };
}
