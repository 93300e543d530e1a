import { parseCidr } from '../bindings/cidr.ts';
import { formatHostPattern, parseHostPattern } from '../bindings/host-pattern.ts';
import { encodeTokenText } from '../bytes/percent-encoding.ts';
import type { Bindings } from '../grant.ts';
import { formatPathPattern, type PathPattern, parsePathPattern } from '../path/path-pattern.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { type EdgeTokenFields, edgeTokenFieldNames, splitEdgeToken } from './edge-token-fields.ts';
import { parseEscapedText, parseFingerprint, parseList, parseName, parseSeconds } from './edge-token-values.ts';

/** What an edge token says (edge-access §4.1). Times are Unix seconds of ten digits. */
export interface EdgeTokenClaims {
  /** `[A-Za-z0-9_-]{1,32}`. */
  readonly keyId: string;
  readonly notBeforeSeconds: number | null;
  readonly expiresAtSeconds: number;
  /** 1–8. */
  readonly patterns: readonly PathPattern[];
  /** `[A-Za-z0-9_-]{1,64}`. */
  readonly tokenId: string;
  readonly assetId: string;
  readonly subject: string | null;
  readonly bindings: Bindings;
  readonly renewableUntilSeconds: number | null;
}

export interface ParsedEdgeToken {
  readonly ok: true;
  readonly claims: EdgeTokenClaims;
  /** What the signature covers, as received. */
  readonly body: string;
  /** Not checked; null when its text is not canonical, so that it cannot be right. */
  readonly mac: Uint8Array | null;
}

const malformed: Refusal<'token_malformed'> = refuse('token_malformed');

/** Parses an edge token without checking its signature. A restriction it does not know makes it malformed. */
export function parseEdgeToken(token: string): ParsedEdgeToken | Refusal<'token_malformed'> {
  const split = splitEdgeToken(token);
  if (!split.ok) return split;
  const claims = parseClaims(split.fields);
  return claims === null ? malformed : { ok: true, claims, body: split.body, mac: split.mac };
}

/** Null when a field does not parse, or one that is required is absent. */
function parseClaims(fields: EdgeTokenFields): EdgeTokenClaims | null {
  const [kid, st, exp, acl, id, aud, sub, ip, dom, ua, mx] = fields;
  const notBeforeSeconds = optional(st, parseSeconds);
  const subject = optional(sub, parseSubject);
  const renewableUntilSeconds = optional(mx, parseSeconds);
  const bindings = parseBindings(ip, dom, ua);
  if (notBeforeSeconds === undefined || subject === undefined || renewableUntilSeconds === undefined) return null;
  const keyId = required(kid, parseKeyId);
  const expiresAtSeconds = required(exp, parseSeconds);
  const patterns = required(acl, parsePatterns);
  const tokenId = required(id, parseTokenId);
  const assetId = required(aud, parseAssetId);
  if (keyId === undefined || expiresAtSeconds === undefined || patterns === undefined) return null;
  if (tokenId === undefined || assetId === undefined || bindings === undefined) return null;
  const times = { notBeforeSeconds, expiresAtSeconds, renewableUntilSeconds };
  return { keyId, ...times, patterns, tokenId, assetId, subject, bindings };
}

const parseKeyId = (text: string) => parseName(text, 32);
const parseTokenId = (text: string) => parseName(text, 64);
const parseAssetId = (text: string) => parseEscapedText(text, 64);
const parseSubject = (text: string) => parseEscapedText(text, 128);
const parsePatterns = (text: string) => parseList(text, 8, parsePathPattern);
const parseCidrs = (text: string) => parseList(text, 8, parseCidr);
const parseHosts = (text: string) => parseList(text, 20, parseHostPattern);

function parseBindings(ip: string | undefined, dom: string | undefined, ua: string | undefined): Bindings | undefined {
  const clientAddresses = optional(ip, parseCidrs);
  const hosts = optional(dom, parseHosts);
  const userAgent = optional(ua, parseFingerprint);
  if (clientAddresses === undefined || hosts === undefined || userAgent === undefined) return undefined;
  return { clientAddresses, hosts, userAgent };
}

/** Undefined when the field is absent or does not parse. */
function required<T>(text: string | undefined, parse: (text: string) => T | undefined): T | undefined {
  return text === undefined ? undefined : parse(text);
}

/** Null when the field is absent, undefined when it does not parse. */
function optional<T>(text: string | undefined, parse: (text: string) => T | undefined): T | null | undefined {
  return text === undefined ? null : parse(text);
}

/** The body of a token for `claims`, without signature; fields in the contract's order. */
export function formatEdgeTokenBody(claims: EdgeTokenClaims): string {
  const values = formatValues(claims);
  const fields = edgeTokenFieldNames.map((name, index) => {
    const value = values[index] ?? null;
    return value === null ? '' : `~${name}=${value}`;
  });
  return `v=1${fields.join('')}`;
}

/** In the order of `edgeTokenFieldNames`. */
function formatValues(claims: EdgeTokenClaims): readonly (string | null)[] {
  const { clientAddresses, hosts, userAgent } = claims.bindings;
  return [
    claims.keyId,
    formatSeconds(claims.notBeforeSeconds),
    formatSeconds(claims.expiresAtSeconds),
    claims.patterns.map(formatPathPattern).join('!'),
    claims.tokenId,
    encodeTokenText(claims.assetId),
    claims.subject === null ? null : encodeTokenText(claims.subject),
    clientAddresses === null ? null : clientAddresses.map(({ text }) => text).join('!'),
    hosts === null ? null : hosts.map(formatHostPattern).join('!'),
    userAgent,
    formatSeconds(claims.renewableUntilSeconds),
  ];
}

function formatSeconds(seconds: number | null): string | null {
  return seconds === null ? null : String(seconds).padStart(10, '0');
}
