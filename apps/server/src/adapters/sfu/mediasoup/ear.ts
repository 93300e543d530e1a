import type { AudioLevelObserver, Producer, Router } from 'mediasoup/types';

/** Quieter than this, in dB below the loudest possible, is no speech. */
const LEAST_LEVEL = -70;
const MOST_SPEAKERS = 1_000;

/** Listens to some producers of a room together. */
export interface Ear {
  /** Whether it is to listen to this one. */
  listen(producer: Producer, isWanted: boolean): void;
  hears(producer: Producer): boolean;
}

/** `onHeard`: who was loud enough on average over the interval, the loudest first; once empty, then silent. */
export async function openEar(
  router: Router,
  intervalMs: number,
  onHeard: (heard: readonly { readonly producer: Producer; readonly volume: number }[]) => void,
): Promise<Ear> {
  const limits = { threshold: LEAST_LEVEL, maxEntries: MOST_SPEAKERS };
  const observer: AudioLevelObserver = await router.createAudioLevelObserver({ interval: intervalMs, ...limits });
  const members = new Set<string>();
  observer.on('volumes', onHeard);
  observer.on('silence', () => onHeard([]));
  return {
    listen({ id: producerId, closed }, isWanted) {
      if (members.has(producerId) === isWanted) return;
      if (isWanted) members.add(producerId);
      else members.delete(producerId);
      if (closed) return;
      // Requests are taken in their order; one fails only where its producer or the whole room is gone.
      const request = isWanted ? observer.addProducer({ producerId }) : observer.removeProducer({ producerId });
      request.catch(() => undefined);
    },
    hears: ({ id }) => members.has(id),
  };
}
