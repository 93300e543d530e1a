import type { Cidr } from '../bindings/cidr.ts';
import { encodeHex } from '../bytes/hex.ts';
import { isPlainText } from '../bytes/plain-text.ts';
import { decodeUtf8 } from '../bytes/utf8.ts';
import { maxSeconds, parseName } from '../schemes/edge-token-values.ts';
import { catLabel } from './cat-labels.ts';
import { type CborMap, type CborValue, isCborMap, untagged } from './cbor.ts';

/** What a Common Access Token says, as far as we keep it. Times are Unix seconds. */
export interface CatClaims {
  readonly issuer: string;
  readonly subject: string | null;
  readonly audiences: readonly string[] | null;
  readonly tokenId: string | null;
  readonly issuedAtSeconds: number | null;
  readonly notBeforeSeconds: number | null;
  readonly expiresAtSeconds: number;
  readonly clientAddresses: readonly Cidr[] | null;
  readonly uri: CborMap;
  readonly methods: readonly string[] | null;
}

const known: ReadonlySet<number | string> = new Set(Object.values(catLabel));
const version = 1;
const maxTextLength = 256;
const maxTokenIdBytes = 64;
const maxItems = 8;
const ipv4Tag = 52;
const ipv6Tag = 54;

/**
 * Null when a claim that is required is absent, one does not parse, or one is there that we do not know: most claims of
 * this token are restrictions. `catr` is known and left alone: we do not renew these tokens.
 */
export function parseCatClaims(claims: CborMap): CatClaims | null {
  if ([...claims.keys()].some((label) => !known.has(label))) return null;
  const read = <T>(label: number, parse: (value: CborValue) => T | undefined) => optional(claims.get(label), parse);
  const [issuer, subject] = [read(catLabel.iss, parseText), read(catLabel.sub, parseText)];
  const [tokenId, audiences] = [read(catLabel.cti, parseTokenId), read(catLabel.aud, parseAudiences)];
  const [expires, start] = [read(catLabel.exp, parseSeconds), read(catLabel.nbf, parseSeconds)];
  const [issuedAtSeconds, methods] = [read(catLabel.iat, parseSeconds), read(catLabel.catm, parseTexts)];
  const clientAddresses = read(catLabel.catnip, parseAddresses);
  const uri = claims.get(catLabel.catu);
  if ((claims.get(catLabel.catv) ?? version) !== version || typeof issuer !== 'string' || !isCborMap(uri)) return null;
  if (subject === undefined || tokenId === undefined || audiences === undefined || methods === undefined) return null;
  if (typeof expires !== 'number' || start === undefined || issuedAtSeconds === undefined) return null;
  if (clientAddresses === undefined) return null;
  const times = { issuedAtSeconds, notBeforeSeconds: start, expiresAtSeconds: expires };
  return { issuer, subject, audiences, tokenId, ...times, clientAddresses, uri, methods };
}

/** Null when the claim is absent, undefined when it does not parse. */
function optional<T>(value: CborValue | undefined, parse: (value: CborValue) => T | undefined): T | null | undefined {
  return value === undefined ? null : parse(value);
}

function parseSeconds(value: CborValue): number | undefined {
  return typeof value === 'number' && value >= 0 && value <= maxSeconds ? value : undefined;
}

function parseText(value: CborValue): string | undefined {
  return typeof value === 'string' && isPlainText(value, maxTextLength) ? value : undefined;
}

/** Our own ids are text. Other issuers use random bytes, which go by their hex digits. */
function parseTokenId(value: CborValue): string | undefined {
  if (!(value instanceof Uint8Array) || value.length === 0 || value.length > maxTokenIdBytes) return undefined;
  return parseName(decodeUtf8(value) ?? '', maxTokenIdBytes) ?? encodeHex(value);
}

function parseAudiences(value: CborValue): readonly string[] | undefined {
  return typeof value === 'string' ? parseTexts([value]) : parseTexts(value);
}

function parseTexts(value: CborValue): readonly string[] | undefined {
  return parseItems(value, parseText);
}

function parseAddresses(value: CborValue): readonly Cidr[] | undefined {
  return parseItems(value, (item) => parseBlock(untagged(item, ipv4Tag), 4) ?? parseBlock(untagged(item, ipv6Tag), 16));
}

/** An address, or a prefix whose last zero bytes are left out (RFC 9164). */
function parseBlock(value: CborValue | null, length: number): Cidr | undefined {
  const [prefixBits, bytes] = Array.isArray(value) && value.length === 2 ? value : [length * 8, value];
  if (!(bytes instanceof Uint8Array) || typeof prefixBits !== 'number') return undefined;
  const isWhole = Array.isArray(value) ? bytes.length <= length : bytes.length === length;
  if (!isWhole || prefixBits < 0 || prefixBits > length * 8) return undefined;
  const network = new Uint8Array(length);
  network.set(bytes);
  return { text: `${formatAddress(network)}/${prefixBits}`, network, prefixBits };
}

function formatAddress(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.');
  return (encodeHex(bytes).match(/..../g) ?? []).join(':');
}

function parseItems<T>(value: CborValue, parse: (item: CborValue) => T | undefined): readonly T[] | undefined {
  if (!Array.isArray(value) || value.length === 0 || value.length > maxItems) return undefined;
  const items = value.map(parse).filter((item) => item !== undefined);
  return items.length === value.length ? items : undefined;
}
