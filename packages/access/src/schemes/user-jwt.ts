import type { Crypto } from '../crypto/crypto.ts';
import { mapTimed, type Timed, type Timing } from '../crypto/timing.ts';
import type { KeyRecord } from '../keys/key-record.ts';
import { parseUniqueJsonObject } from '../parse-unique-json.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { type JwsVerification, type ParsedJws, refusedMembers, verifyParsedJws } from './jws.ts';
import { splitJws } from './split-jws.ts';

/** What a token of the identity provider must say (LynxVizion contract §3.1). An empty list asks for nothing. */
export interface UserJwtRules {
  readonly issuer: string;
  /** Origins of which one must be `azp`. */
  readonly authorizedParties: readonly string[];
  /** Of which one must be in `aud`. */
  readonly audiences: readonly string[];
  /** Leeway on `exp`, `nbf` and `iat`. */
  readonly clockSkewSeconds: number;
}

/** What a good token says of its user. */
export interface UserJwt {
  readonly ok: true;
  /** Id of the user at the identity provider: `sub`. */
  readonly subject: string;
  readonly keyId: string;
  readonly sessionId: string | null;
  /** Who acts for the user, of an impersonated session: `act.sub`. */
  readonly actor: string | null;
  /** From when on it is refused, the leeway included. */
  readonly expiresAtSeconds: number;
  /** All of them, for what a deployment adds. */
  readonly claims: Claims;
}

export type UserJwtRefusal = Refusal<'token_malformed' | 'token_invalid' | 'token_expired'>;

type Claims = Readonly<Record<string, unknown>>;

/** No header is longer (LynxVizion contract §1). */
const maxLength = 8192;

/**
 * Parses a JWT of the identity provider: compact form, `RS256`, `typ` `JWT` or none, a key id, no member name twice.
 * Claims are not looked at; what a header member says of keys is never followed, so a token that has one is refused.
 */
export function parseUserJwt(token: string): ParsedJws | Refusal<'token_malformed'> {
  const parts = splitJws(token, maxLength, parseUniqueJsonObject);
  if (parts === null) return refuse('token_malformed');
  const { header, ...rest } = parts;
  const { alg, kid, typ = 'JWT' } = header;
  const isReadable = alg === 'RS256' && typ === 'JWT' && typeof kid === 'string' && kid !== '';
  if (!isReadable || refusedMembers.some((member) => Object.hasOwn(header, member))) return refuse('token_malformed');
  return { ok: true, kid, alg, ...rest };
}

/**
 * What a parsed token says of its user: signature first, then the claims, time last, so that `token_expired` is told of
 * tokens alone that are good in everything else. `key` is null where no key has this id.
 */
export function verifyUserJwt<T extends Timing>(
  crypto: Crypto<T>,
  parsed: ParsedJws,
  key: KeyRecord | null,
  rules: UserJwtRules,
  nowSeconds: number,
): Timed<T, UserJwt | UserJwtRefusal> {
  return mapTimed(
    crypto,
    verifyParsedJws(crypto, () => key, parsed),
    (verified: JwsVerification) =>
      verified.ok ? checkClaims(verified.claims, parsed.kid, rules, nowSeconds) : verified,
  );
}

function checkClaims(claims: Claims, keyId: string, rules: UserJwtRules, nowSeconds: number): UserJwt | UserJwtRefusal {
  const { sub: subject, exp } = claims;
  if (typeof subject !== 'string' || subject === '' || !isMeantForUs(claims, rules)) return refuse('token_invalid');
  if (!isWholeNumber(exp) || !hasBegun(claims, nowSeconds + rules.clockSkewSeconds)) return refuse('token_invalid');
  // A user who still has to choose an organization is not signed in yet.
  if (claims.sts === 'pending') return refuse('token_invalid');
  const expiresAtSeconds = exp + rules.clockSkewSeconds;
  if (nowSeconds >= expiresAtSeconds) return refuse('token_expired');
  const sessionId = textOrNull(claims.sid);
  return { ok: true, subject, keyId, sessionId, actor: actorOf(claims), expiresAtSeconds, claims };
}

function isMeantForUs({ iss, aud, azp }: Claims, { issuer, audiences, authorizedParties }: UserJwtRules): boolean {
  const given: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  return (
    iss === issuer &&
    (audiences.length === 0 || audiences.some((audience) => given.includes(audience))) &&
    (authorizedParties.length === 0 || authorizedParties.some((party) => party === azp))
  );
}

function hasBegun({ nbf, iat }: Claims, latestSeconds: number): boolean {
  return [nbf, iat].every((time) => time === undefined || (isWholeNumber(time) && time <= latestSeconds));
}

function actorOf({ act }: Claims): string | null {
  return typeof act === 'object' && act !== null && 'sub' in act ? textOrNull(act.sub) : null;
}

const isWholeNumber = (value: unknown): value is number => Number.isSafeInteger(value);
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
