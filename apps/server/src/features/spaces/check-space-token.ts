import {
  decide,
  type Grant,
  parseSpaceClaims,
  parseVideoJwt,
  type RefusalReason,
  type RevocationSet,
  type SpaceClaims,
  type SyncCrypto,
  spaceGrant,
  type VideoJwt,
  verifyVideoJwt,
} from '@sluice/access';
import type { Database } from '../../ports/database.ts';
import { findVideoKey } from '../access/index.ts';
import { findSpace, type SpaceRecord } from './space-store.ts';

/** Who may come into which space, and as what. */
export interface SpaceAdmission extends SpaceClaims {
  readonly ok: true;
  readonly space: SpaceRecord;
  readonly environmentId: string;
  readonly expiresAtSeconds: number;
  /** To be asked about again when something is taken back. */
  readonly grant: Grant;
}

/** Why nobody is let in, in a sentence for the person who made the token. */
export interface SpaceRefusal {
  readonly ok: false;
  readonly sentence: string;
}

/** Decides on a JWT for a space (Mux contract §7.4). `nowSeconds` is Unix time. */
export type CheckSpaceToken = (token: string, nowSeconds: number) => Promise<SpaceAdmission | SpaceRefusal>;

const AUDIENCE = 'rt';
const facts = { clientAddress: null, origin: null, referer: null, userAgent: null } as const;

const sentences: Readonly<Partial<Record<RefusalReason, string>>> = {
  token_malformed: 'The token is not a JWT for a space: RS256, with kid, sub, aud and exp.',
  token_not_yet_valid: 'The token is not valid yet.',
  token_expired: 'The token has expired.',
};

const refuse = (reason: RefusalReason): SpaceRefusal => ({
  ok: false,
  // What is wrong with a signature, a key or a space of somebody else is for nobody to find out.
  sentence: sentences[reason] ?? 'The token does not open a space.',
});

const badClaims: SpaceRefusal = {
  ok: false,
  sentence: 'The token names a role other than publisher and subscriber, or a participant_id that is none.',
};

/** The decision on a token whose signature is good, of a key of this environment. */
async function admit(
  database: Database,
  jwt: VideoJwt,
  environmentId: string,
  nowSeconds: number,
  revocations: RevocationSet,
): Promise<SpaceAdmission | SpaceRefusal> {
  const claims = parseSpaceClaims(jwt);
  if (claims === null) return badClaims;
  const space = await findSpace(database, environmentId, jwt.subject);
  if (space === null) return refuse('not_found');
  const action = claims.role === 'publisher' ? 'publish' : 'subscribe';
  const resource = { kind: 'space', environmentId: space.environmentId, spaceId: space.id } as const;
  const grant = spaceGrant(jwt, claims, environmentId);
  const decision = decide(grant, { ...facts, action, resource }, nowSeconds, revocations);
  if (!decision.ok) return refuse(decision.reason);
  return { ok: true, space, environmentId, expiresAtSeconds: jwt.expiresAtSeconds, grant, ...claims };
}

/** Looks the key up each time: one that is deleted lets nobody in from then on, through any process. */
export function createCheckSpaceToken(
  database: Database,
  crypto: SyncCrypto,
  revocations: RevocationSet,
): CheckSpaceToken {
  return async (token, nowSeconds) => {
    const parsed = parseVideoJwt(token);
    if (!parsed.ok) return refuse(parsed.reason);
    const key = await findVideoKey(database, parsed.kid);
    const jwt = verifyVideoJwt(crypto, parsed, key?.record ?? null, AUDIENCE);
    if (!jwt.ok) return refuse(jwt.reason);
    return key === null ? refuse('token_invalid') : admit(database, jwt, key.environmentId, nowSeconds, revocations);
  };
}
