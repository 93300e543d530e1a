import { decodeBase64url, encodeBase64url } from '../bytes/base64url.ts';
import { decodeUtf8, encodeUtf8 } from '../bytes/utf8.ts';
import type { Crypto } from '../crypto/crypto.ts';
import type { MacKey } from '../crypto/mac-key.ts';
import { mapTimed, settle, type Timed, type Timing } from '../crypto/timing.ts';
import { type Grant, unbound } from '../grant.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { matchMac } from '../keys/match-mac.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { isVaultObjectKey } from './vault-object-key.ts';

/** What an upload grant says: its holder may bring in one object of an account, up to and including a Unix second. */
export interface UploadGrantClaims {
  readonly account: string;
  readonly provider: string;
  /** Key of the object. */
  readonly filename: string;
  /** The object may have this many bytes. */
  readonly maxBytes: number;
  readonly expiresAtSeconds: number;
}

/** A grant with a good signature, and what a decision about its object does not need. */
export interface VerifiedUploadGrant {
  readonly ok: true;
  readonly grant: Grant;
  readonly claims: UploadGrantClaims;
}

interface ParsedUploadGrant {
  readonly ok: true;
  readonly claims: UploadGrantClaims;
  readonly mac: Uint8Array;
}

const prefix = 'sug_';
const maxTokenLength = 4096;
const macLength = 32;
const wholeNumber = /^(?:0|[1-9][0-9]{0,15})$/;

/** None of the parts holds a line feed, so no two claims have the same text. */
const claimsText = ({ account, provider, filename, maxBytes, expiresAtSeconds }: UploadGrantClaims): string =>
  [account, provider, filename, maxBytes, expiresAtSeconds].join('\n');

/** What the signature covers: purpose and version first. */
export const uploadGrantSignedText = (claims: UploadGrantClaims): string =>
  `sluice-upload-grant/v1\n${claimsText(claims)}`;

/** One to 100 characters, none of which is a control character. */
function isName(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code === 0x7f) return false;
  }
  return text.length >= 1 && text.length <= 100;
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

function areClaims({ account, provider, filename, maxBytes, expiresAtSeconds }: UploadGrantClaims): boolean {
  return (
    isName(account) && isName(provider) && isVaultObjectKey(filename) && isCount(maxBytes) && isCount(expiresAtSeconds)
  );
}

/** A grant as text: `sug_{claims}.{signature}`. Throws for names, keys or numbers that could not be read back. */
export function signUploadGrant<T extends Timing>(
  crypto: Crypto<T>,
  macKey: MacKey,
  claims: UploadGrantClaims,
): Timed<T, string> {
  if (!areClaims(claims)) throw new RangeError('an upload grant needs plain names, a legal object key, whole numbers');
  const payload = encodeBase64url(encodeUtf8(claimsText(claims)));
  return mapTimed(
    crypto,
    crypto.hmacSha256(macKey, uploadGrantSignedText(claims)),
    (mac: Uint8Array) => `${prefix}${payload}.${encodeBase64url(mac)}`,
  );
}

/** Parses a grant without checking its signature. */
export function parseUploadGrant(token: string): ParsedUploadGrant | Refusal<'token_malformed'> {
  const malformed = refuse('token_malformed');
  if (token.length > maxTokenLength || !token.startsWith(prefix)) return malformed;
  const [payload = '', signature = '', ...rest] = token.slice(prefix.length).split('.');
  const mac = decodeBase64url(signature);
  const bytes = decodeBase64url(payload);
  const lines = bytes === null ? undefined : decodeUtf8(bytes)?.split('\n');
  if (mac?.length !== macLength || lines?.length !== 5 || rest.length > 0) return malformed;
  const [account = '', provider = '', filename = '', size = '', expiry = ''] = lines;
  if (!wholeNumber.test(size) || !wholeNumber.test(expiry)) return malformed;
  const claims = { account, provider, filename, maxBytes: Number(size), expiresAtSeconds: Number(expiry) };
  return areClaims(claims) ? { ok: true, claims, mac } : malformed;
}

/** The grant of a token: to write one object of a provider. Time and object are for `decide`. */
export function verifyUploadGrant<T extends Timing>(
  crypto: Crypto<T>,
  ring: KeyRing,
  token: string,
): Timed<T, VerifiedUploadGrant | Refusal> {
  const parsed = parseUploadGrant(token);
  if (!parsed.ok) return settle<T, VerifiedUploadGrant | Refusal>(crypto, parsed);
  const { claims, mac } = parsed;
  const match = matchMac(crypto, ring, 'upload-grant', uploadGrantSignedText(claims), mac);
  return mapTimed(crypto, match, (record): VerifiedUploadGrant | Refusal =>
    record === null ? refuse('token_invalid') : { ok: true, claims, grant: grantOf(claims, record.kid) },
  );
}

const grantOf = ({ provider, filename, expiresAtSeconds }: UploadGrantClaims, keyId: string): Grant => ({
  scheme: 'upload-grant',
  keyId,
  tokenId: null,
  // Accounts are no viewers: revocations name viewers by what may be the same word.
  subject: null,
  resource: { kind: 'provider-object', provider, key: filename },
  actions: ['replace'],
  notBeforeSeconds: null,
  expiresAtSeconds: expiresAtSeconds + 1,
  renewableUntilSeconds: null,
  bindings: unbound,
});
