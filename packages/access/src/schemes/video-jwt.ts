import type { Crypto } from '../crypto/crypto.ts';
import { mapTimed, type Timed, type Timing } from '../crypto/timing.ts';
import type { KeyRecord } from '../keys/key-record.ts';
import { parseUniqueJsonObject } from '../parse-unique-json.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { type JwsVerification, type ParsedJws, refusedMembers, verifyParsedJws } from './jws.ts';
import { splitJws } from './split-jws.ts';

type Claims = Readonly<Record<string, unknown>>;

/** A JWT of the video API, its signature not checked (Mux contract §7.2). */
export interface ParsedVideoJwt extends ParsedJws {
  /** What it opens, as it claims: `sub`. */
  readonly subject: string;
  /** What it opens that for: `aud`. */
  readonly audiences: readonly string[];
  readonly notBeforeSeconds: number | null;
  readonly expiresAtSeconds: number;
}

/** What a JWT with a good signature says. */
export interface VideoJwt {
  readonly ok: true;
  readonly keyId: string;
  readonly subject: string;
  /** The times are for `decide`. */
  readonly notBeforeSeconds: number | null;
  readonly expiresAtSeconds: number;
  /** All of them: what else it says depends on the audience. */
  readonly claims: Claims;
}

const maxLength = 8192;
const maxIdLength = 255;

/**
 * Parses a JWT that a back end signed with its signing key: compact form, `RS256`, `typ` `JWT` or none, a key id in
 * header or payload (in both, one), no member name twice, a subject, an audience and an end.
 */
export function parseVideoJwt(token: string): ParsedVideoJwt | Refusal<'token_malformed'> {
  const parts = splitJws(token, maxLength, parseUniqueJsonObject);
  if (parts === null) return refuse('token_malformed');
  const { header, ...rest } = parts;
  const kid = keyIdOf(header, rest.claims);
  const read = readClaims(rest.claims);
  if (!isReadable(header) || kid === null || read === null) return refuse('token_malformed');
  return { ok: true, kid, alg: 'RS256', ...rest, ...read };
}

/**
 * What a parsed JWT says, for one `audience`. `key` is null where no key has its id; every wrong key, signature and
 * audience is `token_invalid`. Its times are not looked at: they are for `decide`.
 */
export function verifyVideoJwt<T extends Timing>(
  crypto: Crypto<T>,
  parsed: ParsedVideoJwt,
  key: KeyRecord | null,
  audience: string,
): Timed<T, VideoJwt | Refusal<'token_malformed' | 'token_invalid'>> {
  return mapTimed(
    crypto,
    verifyParsedJws(crypto, () => key, parsed),
    (verified: JwsVerification) => {
      if (!verified.ok) return verified;
      if (!parsed.audiences.includes(audience)) return refuse('token_invalid');
      const { kid: keyId, subject, notBeforeSeconds, expiresAtSeconds, claims } = parsed;
      return { ok: true, keyId, subject, notBeforeSeconds, expiresAtSeconds, claims };
    },
  );
}

function isReadable(header: Claims): boolean {
  const { alg, typ = 'JWT' } = header;
  const isJwt = typeof typ === 'string' && typ.toUpperCase() === 'JWT';
  return alg === 'RS256' && isJwt && !refusedMembers.some((member) => Object.hasOwn(header, member));
}

/** 7.x writes it into the header, later versions into the payload. */
function keyIdOf(header: Claims, claims: Claims): string | null {
  const { kid = claims.kid } = header;
  if (typeof kid !== 'string' || kid === '' || kid.length > maxIdLength) return null;
  return claims.kid === undefined || claims.kid === kid ? kid : null;
}

function readClaims({ sub: subject, aud, exp, nbf = null }: Claims) {
  const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  if (typeof subject !== 'string' || subject === '' || subject.length > maxIdLength) return null;
  if (!audiences.every((audience) => typeof audience === 'string')) return null;
  if (!isTime(exp) || !(nbf === null || isTime(nbf))) return null;
  const notBeforeSeconds = nbf === null ? null : Math.ceil(nbf);
  return { subject, audiences, notBeforeSeconds, expiresAtSeconds: Math.floor(exp) };
}

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
