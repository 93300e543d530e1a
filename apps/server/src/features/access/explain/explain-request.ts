import {
  type AuthorizeContext,
  authorize,
  type CarriedCredential,
  type Credential,
  type KeyRing,
  type Refusal,
  type RefusalReason,
  refusalStatus,
  type SyncCrypto,
} from '@sluice/access';
import type { Explanation } from '@sluice/contract';
import { type AdmissionRule, isOpen } from '../gate.ts';
import type { Place } from '../locate.ts';
import { createTelling } from './explanation.ts';
import { readClaims } from './read-claims.ts';
import { tellGrant } from './tell-grant.ts';

/** A request on its way through the gate, as far as it came by itself. */
export interface Questioned {
  readonly method: string;
  /** Null for a place without media. */
  readonly rule: AdmissionRule | null;
  /** From the gate's `locate`. */
  readonly place: Place | Refusal;
  /** From the gate's `credentialsOf`. */
  readonly credentials: readonly CarriedCredential[];
  /** From the gate's `decisionContext`. */
  readonly context: AuthorizeContext<'sync'> | null;
  readonly keys: KeyRing | null;
  readonly crypto: SyncCrypto;
  readonly nowSeconds: number;
}

type Tell = ReturnType<typeof createTelling>['tell'];

const mediaMethods = ['GET', 'HEAD'];
const carrierNames = {
  origin: 'header X-Origin-Secret',
  path: 'path /_t/…',
  query: 'query et',
  header: 'header Edge-Token',
  cookie: 'cookie edge_token',
};
const places = 'one of: /_t/{token}/ before the path, ?et=, header Edge-Token, cookie edge_token';

/** Asks what the gate asks, in its order; null lets the request through. */
function reasonOf({ method, rule, place, credentials, context, crypto }: Questioned): RefusalReason | null {
  if (rule === null) return 'not_found';
  if (!mediaMethods.includes(method)) return 'method_not_allowed';
  if (!place.ok) return place.reason;
  if (isOpen(rule, place.asset)) return null;
  if (context === null) return 'edge_stale';
  const authorization = authorize(crypto, credentials, context);
  return authorization.ok ? null : authorization.reason;
}

/** The credential that decides: the first that has not ended, else the last (edge access §7). */
function decisiveCredential({ credentials, context, crypto }: Questioned): CarriedCredential | null {
  const hasEnded = (credential: CarriedCredential): boolean => {
    if (context === null) return false;
    const authorization = authorize(crypto, [credential], context);
    return !authorization.ok && authorization.reason === 'token_expired';
  };
  return credentials.find((credential) => !hasEnded(credential)) ?? credentials.at(-1) ?? null;
}

function tellKey(tell: Tell, keys: KeyRing | null, key: NonNullable<ReturnType<typeof readClaims>>['key']): boolean {
  if (key === null) {
    tell('key', 'not needed', 'it names no key');
    return true;
  }
  const { kid, classes } = key;
  const expected = `a verifying key of class ${classes.join(' or ')}`;
  const known = keys?.records().find((record) => record.kid === kid && classes.includes(record.keyClass));
  const mayVerify = classes.some((keyClass) => (keys?.verifyingKey(keyClass, kid) ?? null) !== null);
  const standing = known === undefined ? 'unknown here' : known.state;
  tell('key', mayVerify ? 'ok' : 'failed', keys === null ? 'no keys are loaded' : `key ${kid}, ${standing}`, expected);
  return mayVerify;
}

/** Steps 5 to 15. */
function tellCredential(tell: Tell, { context, keys }: Questioned, credential: Credential): void {
  const claims = readClaims(credential);
  const form = 'an HMAC token (v=1~…), an edge JWT or an embed token, whole and once';
  tell('syntax', claims === null ? 'failed' : 'ok', claims?.form ?? 'a text that does not parse', form);
  if (claims === null || !tellKey(tell, keys, claims.key) || context === null) return;
  const verification = context.verifiers[credential.kind]?.(credential.text);
  const isGood = verification?.ok === true;
  const read = claims.key === null ? 'its record' : 'its signature (not shown)';
  tell('signature', isGood ? 'ok' : 'failed', read, claims.key === null ? 'a record' : 'one that this key made of it');
  if (isGood) tellGrant(verification.grant, context, tell);
}

function tellCredentials(tell: Tell, questioned: Questioned): void {
  const { credentials } = questioned;
  const decisive = decisiveCredential(questioned);
  if (decisive === null) {
    tell('credential', 'failed', 'no credential', places);
    return;
  }
  const names = credentials.map((credential) => (credential.ok ? carrierNames[credential.carrier] : 'unreadable'));
  const skipped = credentials.indexOf(decisive);
  const rescue = skipped > 0 ? `; what came first had ended, so the next one counts` : '';
  tell('credential', 'ok', names.join(', ') + rescue, places);
  if (decisive.ok) tellCredential(tell, questioned, decisive);
  else tell('syntax', 'failed', 'a text of no known kind, or one credential twice', 'one credential of a known kind');
}

function tellPlace(tell: Tell, place: Place, isOpenHere: boolean): void {
  const { asset, assetId } = place;
  const access = asset?.access ?? 'unknown, which counts as protected where nothing else is set';
  tell('policy', 'ok', `asset ${assetId || 'none'}: ${access}`, isOpenHere ? 'public: no credential is needed' : null);
  if (asset === null) tell('existence', 'failed', `no asset ${assetId}`, 'an asset of this id');
  else tell('existence', 'ok', 'the asset is there', 'the object as well: the answer to the request itself tells');
}

/**
 * Walks a request through every step of edge access §9 and tells what each one read, what it expected and what to
 * change. Pure; decides by the functions that the gate decides by. No signature and no secret is ever part of it.
 */
export function explainRequest(questioned: Questioned): Explanation {
  const { method, rule, place, nowSeconds } = questioned;
  const refused = reasonOf(questioned);
  const reason = refused ?? (place.ok && place.asset === null ? 'not_found' : null);
  const status = reason === null ? 200 : refusalStatus[reason];
  const decision = reason === null ? 'allow' : 'refuse';
  const { tell, end } = createTelling({ decision, status, code: reason, at: nowSeconds });
  tell('method', mediaMethods.includes(method) ? 'ok' : 'failed', method, mediaMethods.join(' or '));
  tell('rate', 'not needed', 'limits are not counted for an explanation');
  if (rule === null) {
    tell('path', 'failed', 'a path outside the media area', 'a path below /v/, /k/ or /stream/');
    return end();
  }
  const wellFormed = 'a path that can be read in one way only (edge access §10)';
  tell('path', place.ok ? 'ok' : 'failed', place.ok ? place.parsed.path : 'a path that is not well formed', wellFormed);
  if (!place.ok) return end();
  const isOpenHere = isOpen(rule, place.asset);
  tellPlace(tell, place, isOpenHere);
  if (isOpenHere) tell('credential', 'not needed', 'not looked at: the asset is public');
  else tellCredentials(tell, questioned);
  if (reason === 'edge_stale' && questioned.context === null) tell('key', 'failed', 'no keys are loaded', 'a key set');
  return end();
}
