import type { TrackRef } from '../../../ports/sfu.ts';

/** Peers name their tracks themselves, so only both together are unique. */
export const trackKey = ({ peer, tid }: TrackRef): string => JSON.stringify([peer, tid]);
