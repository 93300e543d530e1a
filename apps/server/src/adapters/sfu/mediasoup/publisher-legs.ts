import type { Producer } from 'mediasoup/types';
import type { TrackRef } from '../../../ports/sfu.ts';
import type { PublisherLeg, PublisherLegEvents } from './publisher-leg.ts';

/** The publisher's legs of a room, one for each peer, and the ids of all their tracks. */
export interface PublisherLegs {
  /** The leg of this peer, opened when it has none. */
  of(peer: string): Promise<PublisherLeg>;
  find(track: TrackRef): Producer | undefined;
  close(peer: string): void;
  closeAll(): void;
  readonly open: readonly PublisherLeg[];
}

export type TrackIds = Pick<PublisherLegEvents, 'claim' | 'release'>;

/** Lets each id of a track be had once in the room. */
function createTrackIds(): TrackIds {
  const taken = new Set<string>();
  return {
    claim(tid) {
      const isFree = !taken.has(tid);
      taken.add(tid);
      return isFree;
    },
    release: (tid) => void taken.delete(tid),
  };
}

export function createPublisherLegs(open: (peer: string, ids: TrackIds) => Promise<PublisherLeg>): PublisherLegs {
  const ids = createTrackIds();
  const opening = new Map<string, Promise<PublisherLeg>>();
  const opened = new Map<string, PublisherLeg>();

  function begin(peer: string): Promise<PublisherLeg> {
    const leg = open(peer, ids);
    opening.set(peer, leg);
    leg.then(
      (ready) => {
        // It may have been closed before it was open.
        if (opening.get(peer) === leg) opened.set(peer, ready);
        else ready.close();
      },
      () => {
        if (opening.get(peer) === leg) opening.delete(peer);
      },
    );
    return leg;
  }

  function close(peer: string): void {
    opening.delete(peer);
    opened.get(peer)?.close();
    opened.delete(peer);
  }

  return {
    of: (peer) => opening.get(peer) ?? begin(peer),
    find: ({ peer, tid }) => opened.get(peer)?.find(tid),
    close,
    closeAll() {
      for (const peer of [...opening.keys()]) close(peer);
    },
    get open() {
      return [...opened.values()];
    },
  };
}
