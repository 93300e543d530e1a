import { decodeHex, encodeHex } from '../bytes/hex.ts';
import { queryValues } from '../carriers/named-values.ts';
import type { Crypto } from '../crypto/crypto.ts';
import type { MacKey } from '../crypto/mac-key.ts';
import { mapTimed, settle, type Timed, type Timing } from '../crypto/timing.ts';
import { type StoreName, unbound, type Verification } from '../grant.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { matchMac } from '../keys/match-mac.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { formatObjectKey, maxTargetLength, parseObjectKey, type SignedUrlRefusal, splitTarget } from './object-key.ts';

/** What an object URL is for: `create` stores where nothing is yet, `replace` whatever is there. */
export type ObjectUrlUse = 'read' | 'create' | 'replace';

/** One object, what may be done with it, and the first second (Unix time) at which that has ended. */
export interface ObjectUrlOrder {
  readonly use: ObjectUrlUse;
  readonly store: StoreName;
  readonly key: string;
  readonly expiresAtSeconds: number;
}

export interface ParsedObjectUrl extends Omit<ObjectUrlOrder, 'expiresAtSeconds'> {
  readonly ok: true;
  /** Null where the URL does not say, so that nothing can be signed for it. */
  readonly expiresAtSeconds: number | null;
  /** As received; not checked. */
  readonly signature: string;
}

const prefix = '/v1/objects/';
const methodOf = { read: 'GET', create: 'PUT', replace: 'PUT' } as const satisfies Record<ObjectUrlUse, string>;

/** The text under the signature. The key stands last: whatever it holds, nothing else can be read out of it. */
export function objectUrlText({ use, store, key, expiresAtSeconds }: ObjectUrlOrder): string {
  return `sluice-object-url/v1\n${methodOf[use]} ${use}\n${store}\n${expiresAtSeconds}\n${key}`;
}

/** Path and query that open one object. Throws on an empty key, a lone surrogate, or an end that is no whole second. */
export function signObjectUse<T extends Timing>(
  crypto: Crypto<T>,
  macKey: MacKey,
  order: ObjectUrlOrder,
): Timed<T, string> {
  const { use, store, key, expiresAtSeconds } = order;
  if (parseSeconds(String(expiresAtSeconds)) === null) throw new RangeError('an object URL ends at a whole second');
  const path = `${prefix}${store}/${formatObjectKey(key)}`;
  const asked = use === 'read' ? '' : `use=${use}&`;
  return mapTimed(crypto, crypto.hmacSha256(macKey, objectUrlText(order)), (mac: Uint8Array) => {
    return `${path}?${asked}expires=${expiresAtSeconds}&signature=${encodeHex(mac)}`;
  });
}

/** Parses the raw target of a request with `method`, without looking at the signature. */
export function parseObjectUse(
  method: 'GET' | 'PUT',
  rawTarget: string,
): ParsedObjectUrl | Refusal<SignedUrlRefusal | 'store_unknown'> {
  if (rawTarget.length > maxTargetLength) return refuse('target_too_long');
  const split = splitTarget(rawTarget, prefix, 1);
  if (split === null) return refuse('key_missing');
  const [store] = split.segments;
  if (store !== 'source' && store !== 'media') return refuse('store_unknown');
  const parsed = parseObjectKey(split.rest);
  if (!parsed.ok) return parsed;
  const mark = rawTarget.indexOf('?');
  const query = mark < 0 ? '' : rawTarget.slice(mark + 1);
  const use = method === 'GET' ? 'read' : parseUse(onlyValue(query, 'use'));
  return {
    ok: true,
    // What cannot be told has no signature that could be good.
    use: use ?? 'replace',
    store,
    key: parsed.key,
    expiresAtSeconds: parseSeconds(onlyValue(query, 'expires')),
    signature: use === null ? '' : onlyValue(query, 'signature'),
  };
}

/** The grant of a parsed URL, or `token_invalid`. */
export function verifyObjectUse<T extends Timing>(
  crypto: Crypto<T>,
  ring: KeyRing,
  { use, store, key, expiresAtSeconds, signature }: ParsedObjectUrl,
): Timed<T, Verification> {
  const mac = decodeHex(signature);
  if (mac === null || expiresAtSeconds === null) return settle(crypto, refuse('token_invalid'));
  const text = objectUrlText({ use, store, key, expiresAtSeconds });
  return mapTimed(crypto, matchMac(crypto, ring, 'object-url', text, mac), (record) => {
    if (record === null) return refuse('token_invalid');
    return {
      ok: true,
      grant: {
        scheme: 'object-url',
        keyId: record.kid,
        tokenId: null,
        subject: null,
        resource: { kind: 'object', store, key },
        actions: [use],
        notBeforeSeconds: null,
        expiresAtSeconds,
        renewableUntilSeconds: null,
        bindings: unbound,
      },
    };
  });
}

/** The value of a parameter that comes once; otherwise nothing. */
function onlyValue(query: string, name: string): string {
  const [value = '', ...others] = queryValues(query, name);
  return others.length === 0 ? value : '';
}

const parseUse = (text: string): ObjectUrlUse | null => (text === 'create' || text === 'replace' ? text : null);

/** One spelling of a second, so that one text was signed. */
const parseSeconds = (text: string): number | null => (/^[1-9]\d{0,11}$/.test(text) ? Number(text) : null);
