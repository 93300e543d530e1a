import type { Producer, Router } from 'mediasoup/types';
import type { TrackRef } from '../../../ports/sfu.ts';
import { createSpeakerList } from './speaker-list.ts';

const INTERVAL_MS = 300;
/** Quieter than this, in dB below the loudest possible, is no speech. */
const LEAST_LEVEL = -70;
const MOST_SPEAKERS = 20;
/** After so long without any sound nobody speaks. */
const SILENT_MS = 2_100;

export interface SpeakerWatch {
  add(track: TrackRef, producer: Producer): Promise<void>;
  stop(): void;
}

/** Tells who speaks in a room, from the levels that browsers write into their packets (RFC 6464). */
export async function watchSpeakers(
  router: Router,
  onChange: (tracks: readonly TrackRef[]) => void,
): Promise<SpeakerWatch> {
  const levels = await router.createAudioLevelObserver({
    interval: INTERVAL_MS,
    threshold: LEAST_LEVEL,
    maxEntries: MOST_SPEAKERS,
  });
  const floor = await router.createActiveSpeakerObserver({ interval: INTERVAL_MS });
  const tracks = new Map<string, TrackRef>();
  const list = createSpeakerList<TrackRef>();
  let dominant: TrackRef | null = null;
  let silence: NodeJS.Timeout | undefined;

  function update(heard: readonly Producer[]): void {
    const known = heard.flatMap(({ id }) => tracks.get(id) ?? []);
    const changed = list.update(performance.now(), known, dominant);
    if (known.length > 0) {
      clearTimeout(silence);
      silence = setTimeout(() => update([]), SILENT_MS);
      silence.unref();
    }
    if (changed !== null) onChange(changed);
  }

  levels.on('volumes', (volumes) => update(volumes.map(({ producer }) => producer)));
  floor.on('dominantspeaker', ({ producer }) => {
    dominant = tracks.get(producer.id) ?? null;
    update([producer]);
  });
  return {
    async add(track, producer) {
      tracks.set(producer.id, track);
      producer.observer.once('close', () => {
        tracks.delete(producer.id);
        list.forget(track);
        update([]);
      });
      const producerId = producer.id;
      await Promise.all([levels.addProducer({ producerId }), floor.addProducer({ producerId })]);
    },
    stop: () => clearTimeout(silence),
  };
}
