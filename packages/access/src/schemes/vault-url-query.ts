import { decodeHex } from '../bytes/hex.ts';
import { decodePercent } from '../bytes/percent-encoding.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { maxTargetLength } from './object-key.ts';

/** What a Vault-signed URL says. */
export interface VaultUrlClaims {
  readonly account: string;
  readonly provider: string;
  /** Key of the object. */
  readonly filename: string;
  /** The last second at which it opens anything; Unix time. */
  readonly expiresAtSeconds: number;
}

export interface ParsedVaultUrl extends VaultUrlClaims {
  readonly ok: true;
  /** 16 random bytes in base64url, of a URL for one use; null where there is nothing of that form. */
  readonly nonce: string | null;
  readonly mac: Uint8Array;
}

/** Of Vault contract §6.1, in the order in which we write them. */
const requiredNames = ['a', 'e', 'f', 'p', 's'] as const;
const names: ReadonlySet<string> = new Set([...requiredNames, 'o']);

const unixSeconds = /^[1-9][0-9]{0,10}$/;
const signature = /^[0-9a-f]{64}$/;
const nonceForm = /^[A-Za-z0-9_-]{22}$/;

/** True for 16 bytes in base64url: what makes two URLs for one use different. */
export const isVaultUrlNonce = (text: string): boolean => nonceForm.test(text);

/**
 * Parses the query of a raw target by hand (Vault contract §6.3, steps 1 to 5): pairs split at `&` and the first `=`, `+`
 * is a space, escapes are decoded once. What we do not know is not even decoded: it has no effect.
 */
export function parseVaultUrl(rawTarget: string): ParsedVaultUrl | Refusal<'request_invalid'> {
  if (rawTarget.length > maxTargetLength) return refuse('request_invalid');
  const mark = rawTarget.indexOf('?');
  const values = valuesOf(mark < 0 ? '' : rawTarget.slice(mark + 1));
  const [account, expiry, filename, provider, mac] = requiredNames.map((name) => onlyValue(values, name));
  if (!account || !expiry || !filename || !provider || !mac) return refuse('request_invalid');
  const macBytes = signature.test(mac) ? decodeHex(mac) : null;
  if (macBytes === null || !unixSeconds.test(expiry)) return refuse('request_invalid');
  const nonce = onlyValue(values, 'o');
  return {
    ok: true,
    account,
    provider,
    filename,
    expiresAtSeconds: Number(expiry),
    nonce: nonce !== null && isVaultUrlNonce(nonce) ? nonce : null,
    mac: macBytes,
  };
}

/** The one value of `name`; null when there is none, or more than one, or it cannot be decoded. */
function onlyValue(values: ReadonlyMap<string, string | null>, name: string): string | null {
  const raw = values.get(name) ?? null;
  return raw === null ? null : decodeValue(raw);
}

const decodeValue = (raw: string): string | null => decodePercent(raw.replace(/\+/g, '%20'));

/** Our names have one letter, so what is longer than its escape is none of them. */
const nameOf = (raw: string): string | null =>
  raw.length === 3 && raw.startsWith('%') ? decodePercent(raw) : raw.length === 1 ? raw : null;

/** The raw values of our parameters, however their names are escaped; null for one that comes more than once. */
function valuesOf(query: string): Map<string, string | null> {
  const values = new Map<string, string | null>();
  for (let start = 0; start <= query.length; ) {
    const ampersand = query.indexOf('&', start);
    const end = ampersand < 0 ? query.length : ampersand;
    // Most of a long query is not worth a look: an escaped letter and its `=` are the most that a name of ours takes.
    const head = query.slice(start, Math.min(end, start + 4));
    const equals = head.indexOf('=');
    const name = nameOf(equals < 0 ? head : head.slice(0, equals));
    if (name !== null && names.has(name)) {
      values.set(name, values.has(name) ? null : equals < 0 ? '' : query.slice(start + equals + 1, end));
    }
    start = end + 1;
  }
  return values;
}
