import { encodeBase64url } from '../bytes/base64url.ts';
import { encodeUtf8 } from '../bytes/utf8.ts';
import type { Crypto } from '../crypto/crypto.ts';
import { MacKey } from '../crypto/mac-key.ts';
import { mapTimed, settle, type Timed, type Timing } from '../crypto/timing.ts';
import { isKeyId, type KeyRecord } from '../keys/key-record.ts';
import { parseJsonObject } from '../parse-json-object.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { type JwsParts, splitJws } from './split-jws.ts';

/** A JWT in compact form (RFC 7515 §3.1), its signature not checked. */
export interface ParsedJws extends Omit<JwsParts, 'header'> {
  readonly ok: true;
  readonly kid: string;
  readonly alg: string;
}

export type JwsVerification =
  | { readonly ok: true; readonly key: KeyRecord; readonly claims: Readonly<Record<string, unknown>> }
  | Refusal<'token_malformed' | 'token_invalid'>;

export const maxJwsLength = 4096;

/**
 * Header members that change how a token is to be read, or bring their own key. We understand none of them, and a key
 * that the token brings along proves nothing (RFC 7515 §4.1, RFC 7516, RFC 7797, RFC 8725 §3.10).
 */
export const refusedMembers = ['crit', 'jku', 'jwk', 'x5u', 'x5c', 'b64', 'enc', 'zip'] as const;

/**
 * Parses a compact JWS that carries JSON claims and is of type `typ`, or names none where `typ` is null.
 * `token_malformed` for anything else: other parts or forms, over {@link maxJwsLength}, no key id, `alg` `none`, or a
 * header member that would have to be obeyed.
 */
export function parseJws(token: string, typ: string | null): ParsedJws | Refusal<'token_malformed'> {
  const parts = splitJws(token, maxJwsLength, parseJsonObject);
  if (parts === null) return refuse('token_malformed');
  const { header, ...rest } = parts;
  const { alg, kid } = header;
  if (typeof alg !== 'string' || alg === 'none' || typeof kid !== 'string' || !isKeyId(kid))
    return refuse('token_malformed');
  if ((header.typ ?? null) !== typ || refusedMembers.some((member) => Object.hasOwn(header, member)))
    return refuse('token_malformed');
  return { ok: true, kid, alg, ...rest };
}

/**
 * The claims of a compact JWS. The key comes from `findKey` and brings the algorithm; a token that names another is
 * `token_invalid`, as is one whose key is unknown or whose signature is wrong. Claims are not looked at.
 */
export function verifyJws<T extends Timing>(
  crypto: Crypto<T>,
  findKey: (kid: string) => KeyRecord | null,
  token: string,
  typ: string | null,
): Timed<T, JwsVerification> {
  const parsed = parseJws(token, typ);
  return parsed.ok ? verifyParsedJws(crypto, findKey, parsed) : settle(crypto, parsed);
}

/** As {@link verifyJws}, for a token that is parsed already. */
export function verifyParsedJws<T extends Timing>(
  crypto: Crypto<T>,
  findKey: (kid: string) => KeyRecord | null,
  parsed: ParsedJws,
): Timed<T, JwsVerification> {
  const key = findKey(parsed.kid);
  if (key === null || key.verifyKey.alg !== parsed.alg) return settle(crypto, refuse('token_invalid'));
  return mapTimed(crypto, checkSignature(crypto, key, parsed), (isMatch: boolean) =>
    isMatch ? { ok: true, key, claims: parsed.claims } : refuse('token_invalid'),
  );
}

/** What signs a JWS and is named in its header. */
export type JwsSigner = Pick<KeyRecord, 'kid' | 'signKey'>;

/** A compact JWS of `claims`; its header names no type when `typ` is null. Throws when `key` cannot sign. */
export function signJws<T extends Timing>(
  crypto: Crypto<T>,
  { signKey, kid }: JwsSigner,
  typ: string | null,
  claims: Readonly<Record<string, unknown>>,
): Timed<T, string> {
  if (signKey === null) throw new TypeError(`key ${kid} has no signing half`);
  const header = { alg: signKey.alg, kid };
  const input = `${formatJsonPart(typ === null ? header : { ...header, typ })}.${formatJsonPart(claims)}`;
  const signature = signKey instanceof MacKey ? crypto.hmacSha256(signKey, input) : crypto.sign(signKey, input);
  return mapTimed(crypto, signature, (bytes: Uint8Array) => `${input}.${encodeBase64url(bytes)}`);
}

function checkSignature<T extends Timing>(crypto: Crypto<T>, key: KeyRecord, token: ParsedJws): Timed<T, boolean> {
  const { verifyKey } = key;
  return verifyKey instanceof MacKey
    ? crypto.verifyHmacSha256(verifyKey, token.signingInput, token.signature)
    : crypto.verify(verifyKey, token.signingInput, token.signature);
}

function formatJsonPart(value: Readonly<Record<string, unknown>>): string {
  return encodeBase64url(encodeUtf8(JSON.stringify(value)));
}
