import { createHash } from 'node:crypto';

/** A process that hosts spaces, as the table of them tells. */
export interface SpaceNode {
  readonly id: string;
  /** Where other processes reach it. */
  readonly url: string;
  /** It takes spaces that nobody has. */
  readonly isOpen: boolean;
  readonly rooms: number;
  readonly participants: number;
  readonly maxRooms: number;
  /** Since it was last heard of. */
  readonly ageMs: number;
  /** Somebody could not reach it, and it was not heard of since. */
  readonly isSuspect: boolean;
}

/** Who runs a space now: a process, and empty where it let go of it. */
export interface SpaceHold {
  readonly holder: string;
  readonly isOver: boolean;
}

/** What is known when somebody wants into a space. */
export interface PlacementFacts {
  readonly hold: SpaceHold | null;
  readonly nodes: readonly SpaceNode[];
}

/** `wait`: look again in a moment, for who has the space may be gone by then, or somebody may be there to take it. */
export type Placement = { readonly kind: 'node'; readonly node: SpaceNode } | { readonly kind: 'wait' };

/** How often a node says that it lives. */
export const HEARTBEAT_MS = 1000;
/** A node that cannot be reached and missed so much is gone: another may take its spaces, though its leases still run. */
export const SUSPECT_AFTER_MS = 2 * HEARTBEAT_MS;
/** How long a lease on a space lasts. A node that was not heard of for longer is gone, whether it was tried or not. */
export const LEASE_MS = 5000;

const isGone = ({ ageMs, isSuspect }: SpaceNode): boolean => ageMs > (isSuspect ? SUSPECT_AFTER_MS : LEASE_MS);

const mayTake = (node: SpaceNode): boolean =>
  node.isOpen && !node.isSuspect && node.ageMs <= SUSPECT_AFTER_MS + HEARTBEAT_MS && node.rooms < node.maxRooms;

/** The same for all who ask at once, another for each space. */
const rank = (spaceId: string, { id }: SpaceNode): string =>
  createHash('sha256').update(`${spaceId} ${id}`).digest('hex');

/** The node with the least to do. */
function leastLoaded(spaceId: string, nodes: readonly SpaceNode[]): SpaceNode | undefined {
  return [...nodes].sort(
    (a, b) => a.participants - b.participants || a.rooms - b.rooms || (rank(spaceId, a) < rank(spaceId, b) ? -1 : 1),
  )[0];
}

/**
 * Where a space is, or is to be. Who has it keeps it as long as it lives, however much it has to do; a space that nobody
 * has goes to the open node with the fewest participants, then rooms. Whoever is told of a node still has to find that
 * it takes the space: the lease alone decides.
 */
export function placeSpace(spaceId: string, { hold, nodes }: PlacementFacts): Placement {
  const owner = hold === null || hold.isOver ? undefined : nodes.find(({ id }) => id === hold.holder);
  const isHeld = hold !== null && !hold.isOver && hold.holder !== '';
  if (isHeld && owner === undefined) return { kind: 'wait' };
  if (owner !== undefined && !isGone(owner)) return owner.isSuspect ? { kind: 'wait' } : { kind: 'node', node: owner };
  const node = leastLoaded(spaceId, nodes.filter(mayTake));
  return node === undefined ? { kind: 'wait' } : { kind: 'node', node };
}
