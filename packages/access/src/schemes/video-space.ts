import { type Action, type Grant, unbound } from '../grant.ts';
import type { VideoJwt } from './video-jwt.ts';

/** What a JWT for a space says beside its subject (Mux contract §7.4). */
export interface SpaceClaims {
  readonly role: 'publisher' | 'subscriber';
  /** Null where the server is to choose one. */
  readonly participantId: string | null;
}

const maxParticipantIdLength = 255;
const actionsOf: Readonly<Record<SpaceClaims['role'], readonly Action[]>> = {
  publisher: ['subscribe', 'publish'],
  subscriber: ['subscribe'],
};

/** The role, `publisher` where none is named, and the participant; null where either is no such thing. */
export function parseSpaceClaims({ claims }: Pick<VideoJwt, 'claims'>): SpaceClaims | null {
  const { role = 'publisher', participant_id: participantId = null } = claims;
  if (role !== 'publisher' && role !== 'subscriber') return null;
  if (participantId === null && !Object.hasOwn(claims, 'participant_id')) return { role, participantId };
  const isName = typeof participantId === 'string' && participantId !== '';
  return isName && participantId.length <= maxParticipantIdLength ? { role, participantId } : null;
}

/** What a JWT for a space opens. `environmentId` is that of the key which signed it. */
export const spaceGrant = (jwt: VideoJwt, { role, participantId }: SpaceClaims, environmentId: string): Grant => ({
  scheme: 'video-jwt',
  keyId: jwt.keyId,
  tokenId: null,
  subject: participantId,
  resource: { kind: 'space', environmentId, spaceId: jwt.subject },
  actions: actionsOf[role],
  ...(typeof jwt.claims.iat === 'number' ? { issuedAtSeconds: Math.floor(jwt.claims.iat) } : {}),
  notBeforeSeconds: jwt.notBeforeSeconds,
  expiresAtSeconds: jwt.expiresAtSeconds,
  renewableUntilSeconds: null,
  bindings: unbound,
});
