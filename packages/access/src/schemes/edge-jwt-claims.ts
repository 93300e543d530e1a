import { parseCidr } from '../bindings/cidr.ts';
import { formatHostPattern, parseHostPattern } from '../bindings/host-pattern.ts';
import { isPlainText } from '../bytes/plain-text.ts';
import type { Bindings } from '../grant.ts';
import { assetPatterns } from '../path/asset-patterns.ts';
import { formatPathPattern, type PathPattern, parsePathPattern } from '../path/path-pattern.ts';
import { maxSeconds, parseFingerprint, parseName } from './edge-token-values.ts';

/** What an edge JWT says (edge-access §5). Times are whole Unix seconds of at most ten digits. */
export interface EdgeJwtClaims {
  readonly issuer: string;
  /** Up to 128 characters. */
  readonly subject: string;
  /** 1–8. */
  readonly assetIds: readonly string[];
  readonly issuedAtSeconds: number;
  readonly notBeforeSeconds: number | null;
  readonly expiresAtSeconds: number;
  /** `[A-Za-z0-9_-]{1,64}`. */
  readonly tokenId: string;
  /** 1–8, or null for everything of its assets. */
  readonly patterns: readonly PathPattern[] | null;
  readonly bindings: Bindings;
  readonly renewableUntilSeconds: number | null;
}

type JsonObject = Readonly<Record<string, unknown>>;

/** A claim of this prefix is a restriction that only a verifier who knows it can keep. */
const mandatoryPrefix = 'x-must-';
const maxIssuerLength = 256;
const maxSubjectLength = 128;
const maxAssetIdLength = 64;
const maxTokenIdLength = 64;

/**
 * The claims of an edge JWT, or null when one that is required is absent, one does not parse, or a claim that we would
 * have to understand is there. Other unknown claims are ignored.
 */
export function parseEdgeJwtClaims(claims: JsonObject): EdgeJwtClaims | null {
  if (Object.keys(claims).some((name) => name.startsWith(mandatoryPrefix))) return null;
  const identity = parseIdentity(claims);
  const times = parseTimes(claims);
  const patterns = optional(claims.acl, (value) => parseTexts(value, 8, parsePathPattern));
  const bindings = parseBindings(claims);
  if (identity === null || times === null || patterns === undefined || bindings === null) return null;
  // Without paths of its own a token opens those of its assets, so each id has to be a segment of a path.
  if (patterns === null && identity.assetIds.some((assetId) => assetPatterns(assetId) === null)) return null;
  return { ...identity, ...times, patterns, bindings };
}

/** The claims as they stand in a token, in the order of the contract. One asset stands alone, several in a list. */
export function formatEdgeJwtClaims(claims: EdgeJwtClaims): JsonObject {
  const { clientAddresses, hosts, userAgent } = claims.bindings;
  const members = {
    iss: claims.issuer,
    sub: claims.subject,
    aud: claims.assetIds.length === 1 ? claims.assetIds[0] : claims.assetIds,
    iat: claims.issuedAtSeconds,
    nbf: claims.notBeforeSeconds,
    exp: claims.expiresAtSeconds,
    jti: claims.tokenId,
    acl: claims.patterns?.map(formatPathPattern) ?? null,
    ip: clientAddresses?.map(({ text }) => text) ?? null,
    domain: hosts?.map(formatHostPattern) ?? null,
    ua: userAgent,
    mx: claims.renewableUntilSeconds,
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));
}

function parseIdentity({ iss, sub, aud, jti }: JsonObject) {
  const issuer = parseText(iss, maxIssuerLength);
  const subject = parseText(sub, maxSubjectLength);
  const assetIds = parseTexts(asList(aud), 8, (text) => parseText(text, maxAssetIdLength));
  const tokenId = typeof jti === 'string' ? parseName(jti, maxTokenIdLength) : undefined;
  if (issuer === null || subject === null || assetIds === undefined || tokenId === undefined) return null;
  return { issuer, subject, assetIds, tokenId };
}

function parseTimes({ iat, nbf, exp, mx }: JsonObject) {
  const issuedAtSeconds = parseWholeSeconds(iat);
  const notBeforeSeconds = optional(nbf, parseWholeSeconds);
  const expiresAtSeconds = parseWholeSeconds(exp);
  const renewableUntilSeconds = optional(mx, parseWholeSeconds);
  if (issuedAtSeconds === undefined || expiresAtSeconds === undefined) return null;
  if (notBeforeSeconds === undefined || renewableUntilSeconds === undefined) return null;
  return { issuedAtSeconds, notBeforeSeconds, expiresAtSeconds, renewableUntilSeconds };
}

function parseBindings({ ip, domain, ua }: JsonObject): Bindings | null {
  const clientAddresses = optional(ip, (value) => parseTexts(asList(value), 8, parseCidr));
  const hosts = optional(domain, (value) => parseTexts(asList(value), 20, parseHostPattern));
  const userAgent = optional(ua, (value) => (typeof value === 'string' ? parseFingerprint(value) : undefined));
  if (clientAddresses === undefined || hosts === undefined || userAgent === undefined) return null;
  return { clientAddresses, hosts, userAgent };
}

/** Null when the claim is absent, undefined when it does not parse; a claim that is `null` does not. */
function optional<T>(value: unknown, parse: (value: unknown) => T | undefined): T | null | undefined {
  return value === undefined ? null : parse(value);
}

/** Milliseconds, fractions and numbers in quotes are none. */
function parseWholeSeconds(value: unknown): number | undefined {
  const isSeconds = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= maxSeconds;
  return isSeconds ? value : undefined;
}

function parseText(value: unknown, maxLength: number): string | null {
  return typeof value === 'string' && isPlainText(value, maxLength) ? value : null;
}

/** A single text stands for a list of one. */
function asList(value: unknown): unknown {
  return typeof value === 'string' ? [value] : value;
}

function parseTexts<T>(value: unknown, maxItems: number, parse: (text: string) => T | null): readonly T[] | undefined {
  if (!Array.isArray(value) || value.length === 0 || value.length > maxItems) return undefined;
  const items: T[] = [];
  for (const text of value) {
    const item = typeof text === 'string' ? parse(text) : null;
    if (item === null) return undefined;
    items.push(item);
  }
  return items;
}
