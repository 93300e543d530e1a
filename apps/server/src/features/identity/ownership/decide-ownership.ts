import { type Action, type Decision, decide, type Grant, noRevocations } from '@sluice/access';

const anywhere = { clientAddress: null, origin: null, referer: null, userAgent: null };

/**
 * Whether the grant lets its holder do this with what belongs to `ownerId`, or to the operator where that is null.
 * The one place where owners are compared.
 */
export function decideOwnership(grant: Grant, ownerId: string | null, action: Action, nowSeconds: number): Decision {
  return decide(grant, { ...anywhere, action, resource: { kind: 'user', userId: ownerId } }, nowSeconds, noRevocations);
}

/** Whom something new belongs to that the holder of this grant makes: a user, or the operator as null. */
export function ownerOfNew({ resource }: Grant): string | null {
  if (resource.kind === 'user') return resource.userId;
  if (resource.kind === 'everybody') return null;
  throw new TypeError('nothing belongs to a grant for playback');
}
