import { decodeBase64url, encodeBase64url } from '../bytes/base64url.ts';
import { decodeUtf8, encodeUtf8 } from '../bytes/utf8.ts';
import type { Crypto } from '../crypto/crypto.ts';
import type { MacKey } from '../crypto/mac-key.ts';
import { mapTimed, settle, type Timed, type Timing } from '../crypto/timing.ts';
import { unbound, type Verification } from '../grant.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { matchMac } from '../keys/match-mac.ts';
import { parseJsonObject } from '../parse-json-object.ts';
import { type Refusal, refuse } from '../refusal.ts';

/** What a playback token says: the content key of `hash`, up to and including the Unix second `expSeconds`. */
export interface KeyTokenClaims {
  readonly hash: string;
  readonly expSeconds: number;
}

export interface ParsedKeyToken extends KeyTokenClaims {
  readonly ok: true;
  /** The part before the dot, which is what the signature covers. */
  readonly payload: string;
  readonly mac: Uint8Array;
}

const maxTokenLength = 4096;
const macLength = 32;

/** Parses `{payload}.{signature}` (Vylux contract §6.3) without checking the signature. Other claims are ignored. */
export function parseKeyToken(token: string): ParsedKeyToken | Refusal<'token_malformed'> {
  const dot = token.length > maxTokenLength ? -1 : token.indexOf('.');
  const mac = dot < 0 ? null : decodeBase64url(token.slice(dot + 1));
  if (mac === null || mac.length !== macLength) return refuse('token_malformed');
  const payload = token.slice(0, dot);
  const bytes = decodeBase64url(payload);
  const claims = bytes === null ? null : parseJsonObject(decodeUtf8(bytes));
  if (claims === null) return refuse('token_malformed');
  // A token without `exp` is well-formed and ended in 1970.
  const { hash, exp = 0 } = claims;
  if (typeof hash !== 'string' || hash === '' || !Number.isSafeInteger(exp)) return refuse('token_malformed');
  return { ok: true, hash, expSeconds: Number(exp), payload, mac };
}

/** A playback token. Throws on an empty hash or an `expSeconds` that is not a whole number. */
export function signKeyToken<T extends Timing>(
  crypto: Crypto<T>,
  macKey: MacKey,
  { hash, expSeconds }: KeyTokenClaims,
): Timed<T, string> {
  if (hash === '' || !Number.isSafeInteger(expSeconds))
    throw new RangeError('a key token needs a hash and a whole second');
  const payload = encodeBase64url(encodeUtf8(JSON.stringify({ hash, exp: expSeconds })));
  return mapTimed(
    crypto,
    crypto.hmacSha256(macKey, payload),
    (mac: Uint8Array) => `${payload}.${encodeBase64url(mac)}`,
  );
}

/** The grant of a playback token: to read one content key. Time and hash are for `decide`. */
export function verifyKeyToken<T extends Timing>(
  crypto: Crypto<T>,
  ring: KeyRing,
  token: string,
): Timed<T, Verification> {
  const parsed = parseKeyToken(token);
  if (!parsed.ok) return settle(crypto, parsed);
  return mapTimed(crypto, matchMac(crypto, ring, 'vylux-key-token', parsed.payload, parsed.mac), (record) => {
    if (record === null) return refuse('token_invalid');
    const grant = {
      scheme: 'vylux-key-token',
      keyId: record.kid,
      tokenId: null,
      subject: null,
      resource: { kind: 'content-key', assetId: parsed.hash },
      actions: ['read'],
      notBeforeSeconds: null,
      expiresAtSeconds: parsed.expSeconds + 1,
      renewableUntilSeconds: null,
      bindings: unbound,
    } as const;
    return { ok: true, grant };
  });
}
