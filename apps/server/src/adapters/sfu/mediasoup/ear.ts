import type { AudioLevelObserver, Producer, Router } from 'mediasoup/types';

/** Quieter than this, in dB below the loudest possible, is no speech. */
const LEAST_LEVEL = -70;
const MOST_SPEAKERS = 1_000;

/** Listens to some producers of a room together. While there are none, its clock in the worker stands still. */
export interface Ear {
  take(producer: Producer): void;
  leave(producer: Producer): void;
  has(producer: Producer): boolean;
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
  await observer.pause();
  observer.on('volumes', onHeard);
  observer.on('silence', () => onHeard([]));

  // Requests are taken in their order; one of them fails only where its producer or the whole room is gone.
  const ask = (...requests: Promise<void>[]): void => {
    for (const request of requests) request.catch(() => undefined);
  };
  return {
    take({ id }) {
      members.add(id);
      if (members.size === 1) ask(observer.resume());
      ask(observer.addProducer({ producerId: id }));
    },
    leave({ id, closed }) {
      if (!members.delete(id)) return;
      if (!closed) ask(observer.removeProducer({ producerId: id }));
      if (members.size === 0) ask(observer.pause());
    },
    has: ({ id }) => members.has(id),
  };
}
