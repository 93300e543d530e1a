import { isPlainText } from '../bytes/plain-text.ts';
import { maxSeconds } from '../schemes/edge-token-values.ts';

/** The claims that we read of a signed URI (RFC 9246 §2.1). Times are Unix seconds. */
export interface CdniClaims {
  readonly issuer: string | null;
  readonly subject: string | null;
  readonly tokenId: string | null;
  readonly audiences: readonly string[] | null;
  readonly issuedAtSeconds: number | null;
  readonly notBeforeSeconds: number | null;
  readonly expiresAtSeconds: number;
  /** `regex:` or `hash:` and what the whole URI has to match. */
  readonly uriContainer: string;
  /** Life of the token that takes its place at every request; 0 for none. */
  readonly renewalTtlSeconds: number;
  /** How many leading segments of the path its cookie is sent to. */
  readonly cookiePathSegments: number;
}

type JsonObject = Readonly<Record<string, unknown>>;

/** Claims that we keep, so that `cdnicrit` may name them. `cdniip` is encrypted to the CDN and not among them. */
const keptClaims: ReadonlySet<string> = new Set([
  ...['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti'],
  ...['cdniv', 'cdnicrit', 'cdniuc', 'cdniets', 'cdnistt', 'cdnistd'],
]);
const version = 1;
const cookieTransport = 1;
const maxNameLength = 256;
const maxContainerLength = 1024;
const maxAudiences = 8;

/** Null when a claim does not parse, is a restriction that we cannot keep, or asks for a renewal by another way. */
export function parseCdniClaims(members: JsonObject): CdniClaims | null {
  const renewal = parseRenewal(members);
  const times = parseTimes(members);
  const audiences = optional(members.aud, parseAudiences);
  const [issuer, subject, tokenId] = [members.iss, members.sub, members.jti].map((name) => optional(name, parseName));
  const { cdniuc } = members;
  if (!isVersionKept(members) || renewal === null || times === null || audiences === undefined) return null;
  if (issuer === undefined || subject === undefined || tokenId === undefined) return null;
  if (typeof cdniuc !== 'string' || !isPlainText(cdniuc, maxContainerLength)) return null;
  return { issuer, subject, tokenId, audiences, ...times, uriContainer: cdniuc, ...renewal };
}

function isVersionKept({ cdniv = version, cdniip, cdnicrit }: JsonObject): boolean {
  if (cdniv !== version || cdniip !== undefined) return false;
  if (cdnicrit === undefined) return true;
  return typeof cdnicrit === 'string' && cdnicrit.split(',').every((name) => keptClaims.has(name));
}

function parseRenewal({ cdniets = 0, cdnistt = 0, cdnistd = 0 }: JsonObject) {
  const [renewalTtlSeconds, cookiePathSegments] = [parseCount(cdniets), parseCount(cdnistd)];
  if (renewalTtlSeconds === undefined || cookiePathSegments === undefined) return null;
  const isByCookie = cdnistt === cookieTransport;
  return isByCookie || renewalTtlSeconds === 0 ? { renewalTtlSeconds, cookiePathSegments } : null;
}

/** RFC 9246 lets a token live for ever; we do not. */
function parseTimes({ iat, nbf, exp }: JsonObject) {
  const [issuedAtSeconds, notBeforeSeconds] = [iat, nbf].map((value) => optional(value, parseCount));
  const expiresAtSeconds = parseCount(exp);
  if (issuedAtSeconds === undefined || notBeforeSeconds === undefined || expiresAtSeconds === undefined) return null;
  return { issuedAtSeconds, notBeforeSeconds, expiresAtSeconds };
}

/** Null when the claim is absent, undefined when it does not parse. */
function optional<T>(value: unknown, parse: (value: unknown) => T | undefined): T | null | undefined {
  return value === undefined ? null : parse(value);
}

function parseCount(value: unknown): number | undefined {
  const isCount = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= maxSeconds;
  return isCount ? value : undefined;
}

function parseName(value: unknown): string | undefined {
  return typeof value === 'string' && isPlainText(value, maxNameLength) ? value : undefined;
}

function parseAudiences(value: unknown): readonly string[] | undefined {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const names = values.map(parseName).filter((name) => name !== undefined);
  return names.length === values.length && names.length > 0 && names.length <= maxAudiences ? names : undefined;
}
