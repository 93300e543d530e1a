import { encodeBase64url } from '../bytes/base64url.ts';
import { encodeHex } from '../bytes/hex.ts';
import { encodePercent } from '../bytes/percent-encoding.ts';
import type { Crypto } from '../crypto/crypto.ts';
import type { MacKey } from '../crypto/mac-key.ts';
import { chainTimed, mapTimed, settle, type Timed, type Timing } from '../crypto/timing.ts';
import { type Grant, unbound, type Verification } from '../grant.ts';
import type { KeyRecord } from '../keys/key-record.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { matchMacAmongAll } from '../keys/match-mac.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { isVaultObjectKey } from './vault-object-key.ts';
import { isVaultUrlNonce, type ParsedVaultUrl, parseVaultUrl, type VaultUrlClaims } from './vault-url-query.ts';

/** What is to be signed. */
export interface VaultUrlOrder extends VaultUrlClaims {
  /** 16 random bytes in base64url make it a URL for one use; null for one that opens as often as it is asked. */
  readonly nonce: string | null;
}

/** A URL, and the name under which it can be taken back. */
export interface SignedVaultUrl {
  readonly url: string;
  readonly id: string;
}

const path = '/api/storage/signed';

/**
 * What the signature covers (Vault contract §6.2). A URL for one use has a text of its own, so that it cannot be had as
 * one of the others by leaving its nonce out.
 */
export function vaultSignedText({ account, provider, filename, expiresAtSeconds, nonce }: VaultUrlOrder): string {
  const claims = `${account}\n${provider}\n${filename}\n${expiresAtSeconds}`;
  return nonce === null ? `kvault-signed-url/v1\n${claims}` : `kvault-signed-url-once/v1\n${claims}\n${nonce}`;
}

const plainPrefix = 'vu_';
const oncePrefix = 'vo_';

/** True for the id of a URL that opens its object once. */
export const isOnceUrlId = (id: string): boolean => id.startsWith(oncePrefix);

/** Name of the URL with this signature in the register, in revocations and logs. It tells nothing of the signature. */
function vaultUrlId<T extends Timing>(crypto: Crypto<T>, mac: Uint8Array, isOnce: boolean): Timed<T, string> {
  const prefix = isOnce ? oncePrefix : plainPrefix;
  return mapTimed(crypto, crypto.sha256(mac), (digest: Uint8Array) => prefix + encodeBase64url(digest));
}

/**
 * The URL below `publicUrl` that opens one object of a provider (Vault contract §6.1). Throws where a name would make
 * the signed text ambiguous.
 */
export function signVaultUrl<T extends Timing>(
  crypto: Crypto<T>,
  macKey: MacKey,
  publicUrl: string,
  order: VaultUrlOrder,
): Timed<T, SignedVaultUrl> {
  checkOrder(order);
  const mac = crypto.hmacSha256(macKey, vaultSignedText(order));
  return chainTimed(crypto, mac, (bytes: Uint8Array) =>
    mapTimed(crypto, vaultUrlId(crypto, bytes, order.nonce !== null), (id: string) => {
      return { id, url: formatUrl(publicUrl, order, bytes) };
    }),
  );
}

function checkOrder({ account, provider, filename, expiresAtSeconds, nonce }: VaultUrlOrder): void {
  const isNamed = isName(account) && isName(provider) && isVaultObjectKey(filename);
  const ends = Number.isSafeInteger(expiresAtSeconds) && expiresAtSeconds > 0 && expiresAtSeconds < 1e11;
  if (!isNamed || !ends || (nonce !== null && !isVaultUrlNonce(nonce)))
    throw new RangeError('a Vault URL needs plain names, a legal object key and a whole second');
}

/** Control characters are what holds the parts of the signed text together. */
function isName(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code === 0x7f) return false;
  }
  return text !== '';
}

function formatUrl(publicUrl: string, order: VaultUrlOrder, mac: Uint8Array): string {
  const { account, provider, filename, expiresAtSeconds, nonce } = order;
  const once = nonce === null ? '' : `&o=${nonce}`;
  const named = `a=${encodePercent(account)}&e=${expiresAtSeconds}&f=${encodePercent(filename)}`;
  return `${publicUrl}${path}?${named}${once}&p=${encodePercent(provider)}&s=${encodeHex(mac)}`;
}

/**
 * What a raw target with a good signature opens: to read one object of a provider, up to and including second `e`.
 * `request_invalid` is answered 400, `token_invalid` 403; time, revocation and object are for `decide`. Every key is
 * tried, and both texts where there is a nonce, whichever of them fits (Vault contract §6.3, step 6).
 */
export function verifyVaultUrl<T extends Timing>(
  crypto: Crypto<T>,
  ring: KeyRing,
  rawTarget: string,
): Timed<T, Verification | Refusal<'request_invalid'>> {
  const url = parseVaultUrl(rawTarget);
  if (!url.ok) return settle(crypto, url);
  const match = (nonce: string | null) =>
    matchMacAmongAll(crypto, ring, 'vault-url', vaultSignedText({ ...url, nonce }), url.mac);
  return chainTimed(crypto, match(null), (plainKey: KeyRecord | null) => {
    const once = url.nonce === null ? settle<T, KeyRecord | null>(crypto, null) : match(url.nonce);
    return chainTimed(crypto, once, (onceKey: KeyRecord | null) =>
      vouchedBy(crypto, url, plainKey ?? onceKey, plainKey === null),
    );
  });
}

function vouchedBy<T extends Timing>(
  crypto: Crypto<T>,
  url: ParsedVaultUrl,
  record: KeyRecord | null,
  isOnce: boolean,
): Timed<T, Verification> {
  if (record === null) return settle<T, Verification>(crypto, refuse('token_invalid'));
  return mapTimed(crypto, vaultUrlId(crypto, url.mac, isOnce), (id: string): Verification => {
    return { ok: true, grant: grantOf(url, record.kid, id) };
  });
}

const grantOf = (url: ParsedVaultUrl, keyId: string, tokenId: string): Grant => ({
  scheme: 'vault-url',
  keyId,
  tokenId,
  // Accounts are no viewers: revocations name viewers by what may be the same word.
  subject: null,
  resource: { kind: 'provider-object', provider: url.provider, key: url.filename },
  actions: ['read'],
  notBeforeSeconds: null,
  expiresAtSeconds: url.expiresAtSeconds + 1,
  renewableUntilSeconds: null,
  bindings: unbound,
});
