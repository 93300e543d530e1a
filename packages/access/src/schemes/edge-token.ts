import { type Cidr, parseCidr } from '../bindings/cidr.ts';
import { formatHostPattern, type HostPattern, parseHostPattern } from '../bindings/host-pattern.ts';
import { decodePercent, encodeTokenText, hasControlCharacter } from '../bytes/percent-encoding.ts';
import type { Bindings } from '../grant.ts';
import { isKeyId } from '../keys/key-record.ts';
import { formatPathPattern, type PathPattern, parsePathPattern } from '../path/path-pattern.ts';
import { type Refusal, refuse } from '../refusal.ts';
import {
  type EdgeTokenFieldName,
  type EdgeTokenFields,
  edgeTokenFieldNames,
  splitEdgeToken,
} from './edge-token-fields.ts';

/** What an edge token says (edge-access §4.1). Times are Unix seconds of ten digits. */
export interface EdgeTokenClaims {
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
  /** As received; perhaps not canonical, not checked. */
  readonly signature: string;
}

const maxSubjectLength = 128;
const maxAssetIdLength = 64;

/** Parses an edge token without checking its signature. A restriction it does not know makes it malformed. */
export function parseEdgeToken(token: string): ParsedEdgeToken | Refusal<'token_malformed'> {
  const split = splitEdgeToken(token);
  const claims = split === null ? null : parseClaims(split.fields);
  if (split === null || claims === null) return refuse('token_malformed');
  return { ok: true, claims, body: split.body, signature: split.signature };
}

/** Every field goes through one of these; a field that is absent gives null, one that does not parse gives undefined. */
function parseClaims(fields: EdgeTokenFields): EdgeTokenClaims | null {
  const claims = {
    keyId: optional(fields.kid, (text) => (isKeyId(text) ? text : undefined)),
    notBeforeSeconds: optional(fields.st, parseSeconds),
    expiresAtSeconds: optional(fields.exp, parseSeconds),
    patterns: optional(fields.acl, (text) => parseList(text, 8, parsePathPattern)),
    tokenId: optional(fields.id, (text) => (isTokenId(text) ? text : undefined)),
    assetId: optional(fields.aud, (text) => parseText(text, maxAssetIdLength)),
    subject: optional(fields.sub, (text) => parseText(text, maxSubjectLength)),
    renewableUntilSeconds: optional(fields.mx, parseSeconds),
    bindings: parseBindings(fields),
  };
  return isComplete(claims) ? claims : null;
}

type Unchecked<T> = { readonly [K in keyof T]: T[K] | null | undefined };

function isComplete(claims: Unchecked<EdgeTokenClaims>): claims is EdgeTokenClaims {
  const { keyId, expiresAtSeconds, patterns, tokenId, assetId, bindings } = claims;
  const { notBeforeSeconds, subject, renewableUntilSeconds } = claims;
  // Loose on purpose: absent and unparsed are both wrong for a required field.
  if (keyId == null || expiresAtSeconds == null || patterns == null || tokenId == null || assetId == null) return false;
  return (
    bindings !== undefined &&
    notBeforeSeconds !== undefined &&
    subject !== undefined &&
    renewableUntilSeconds !== undefined
  );
}

function parseBindings(fields: EdgeTokenFields): Bindings | undefined {
  const clientAddresses = optional(fields.ip, (text) => parseList<Cidr>(text, 8, parseCidr));
  const hosts = optional(fields.dom, (text) => parseList<HostPattern>(text, 20, parseHostPattern));
  const userAgent = optional(fields.ua, (text) => (/^[0-9a-f]{16}$/.test(text) ? text : undefined));
  if (clientAddresses === undefined || hosts === undefined || userAgent === undefined) return undefined;
  return { clientAddresses, hosts, userAgent };
}

function optional<T>(text: string | undefined, parse: (text: string) => T | undefined): T | null | undefined {
  return text === undefined ? null : parse(text);
}

/** Splits at `!` before any escape is decoded. */
function parseList<T>(text: string, maxItems: number, parseItem: (text: string) => T | null): T[] | undefined {
  const items: T[] = [];
  for (const itemText of text.split('!', maxItems + 1)) {
    const item = parseItem(itemText);
    if (item === null || items.length === maxItems) return undefined;
    items.push(item);
  }
  return items;
}

function parseText(escaped: string, maxLength: number): string | undefined {
  const text = decodePercent(escaped);
  return text === null || text.length > maxLength || hasControlCharacter(text) ? undefined : text;
}

function parseSeconds(text: string): number | undefined {
  return /^\d{10}$/.test(text) ? Number(text) : undefined;
}

function isTokenId(text: string): boolean {
  return /^[A-Za-z0-9_-]{1,64}$/.test(text);
}

/** The body of a token for `claims`, without signature; fields in the contract's order. */
export function formatEdgeTokenBody(claims: EdgeTokenClaims): string {
  const fields = formatFields(claims);
  let body = 'v=1';
  for (const name of edgeTokenFieldNames) {
    const value = fields[name];
    if (value !== null) body += `~${name}=${value}`;
  }
  return body;
}

function formatFields(claims: EdgeTokenClaims): Record<EdgeTokenFieldName, string | null> {
  const { clientAddresses, hosts, userAgent } = claims.bindings;
  return {
    kid: claims.keyId,
    st: formatSeconds(claims.notBeforeSeconds),
    exp: formatSeconds(claims.expiresAtSeconds),
    acl: claims.patterns.map(formatPathPattern).join('!'),
    id: claims.tokenId,
    aud: encodeTokenText(claims.assetId),
    sub: claims.subject === null ? null : encodeTokenText(claims.subject),
    ip: clientAddresses === null ? null : clientAddresses.map(({ text }) => text).join('!'),
    dom: hosts === null ? null : hosts.map(formatHostPattern).join('!'),
    ua: userAgent,
    mx: formatSeconds(claims.renewableUntilSeconds),
  };
}

function formatSeconds(seconds: number | null): string | null {
  return seconds === null ? null : String(seconds).padStart(10, '0');
}
