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
const names: readonly string[] = [...requiredNames, 'o'];

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
  if (values === null) return refuse('request_invalid');
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
function onlyValue(values: ReadonlyMap<string, readonly string[]>, name: string): string | null {
  const given = values.get(name) ?? [];
  return given.length === 1 ? decodeValue(given[0] ?? '') : null;
}

const decodeValue = (raw: string): string | null => decodePercent(raw.replace(/\+/g, '%20'));

/** The raw values of our parameters, however their names are escaped; null where a name cannot be read. */
function valuesOf(query: string): Map<string, string[]> | null {
  const values = new Map<string, string[]>();
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=');
    const rawName = equals < 0 ? pair : pair.slice(0, equals);
    const name = rawName === '' ? '' : decodeValue(rawName);
    if (name === null) return null;
    if (!names.includes(name)) continue;
    const value = equals < 0 ? '' : pair.slice(equals + 1);
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  return values;
}
