import type { Producer, Router } from 'mediasoup/types';
import type { TrackRef } from '../../../ports/sfu.ts';
import { openEar } from './ear.ts';
import { createSpeakerList } from './speaker-list.ts';

/** Who is silent is listened to closely as well: a word is told at once, and silence costs no report. */
const CLOSE_MS = 300;
/** All are listened to loosely: who speaks is reported so often, however many they are. */
const LOOSE_MS = 1_500;

export interface SpeakerWatch {
  add(track: TrackRef, producer: Producer): void;
  stop(): void;
}

interface Listened {
  readonly track: TrackRef;
  readonly producer: Producer;
  /** Since it speaks there was no report yet: much of the first interval may have been before. */
  isNew: boolean;
}

/** Tells who speaks in a room, from the levels that browsers write into their packets (RFC 6464). */
export async function watchSpeakers(
  router: Router,
  onChange: (tracks: readonly TrackRef[]) => void,
): Promise<SpeakerWatch> {
  const all = new Map<string, Listened>();
  const list = createSpeakerList<Listened>();
  let timer: NodeJS.Timeout | undefined;

  /** Listens to each one as it is to be listened to now, and tells what has changed. */
  function settle(): void {
    const changed = list.update(performance.now());
    for (const each of all.values()) {
      const isSure = list.isSure(each);
      if (close.hears(each.producer) !== isSure) continue;
      close.listen(each.producer, !isSure);
      each.isNew = isSure;
      if (isSure) expectReport(each);
    }
    clearTimeout(timer);
    const endMs = list.nextEndMs;
    if (endMs !== null) timer = setTimeout(settle, Math.max(0, endMs - performance.now())).unref();
    if (changed !== null) onChange(changed.map(({ track }) => track));
  }

  /** Of who falls silent before the first report the worker would never tell that. */
  function expectReport(speaker: Listened): void {
    setTimeout(() => {
      if (!speaker.isNew) return;
      list.doubt(performance.now(), speaker);
      settle();
    }, 2 * LOOSE_MS).unref();
  }

  const close = await openEar(router, CLOSE_MS, (heard) => {
    list.hear(heard.flatMap(({ producer }) => all.get(producer.id) ?? []));
    settle();
  });
  const loose = await openEar(router, LOOSE_MS, (volumes) => {
    const heard = volumes.flatMap(({ producer, volume }) => {
      const speaker = all.get(producer.id);
      return speaker === undefined ? [] : [{ speaker, level: volume }];
    });
    list.hear(heard.map(({ speaker }) => speaker));
    list.weigh(heard);
    for (const each of all.values()) {
      if (each.isNew || heard.some(({ speaker }) => speaker === each)) continue;
      list.doubt(performance.now(), each);
    }
    // After a report that holds nobody none may follow.
    if (heard.length > 0) for (const each of all.values()) each.isNew = false;
    settle();
  });

  return {
    add(track, producer) {
      const listened: Listened = { track, producer, isNew: false };
      all.set(producer.id, listened);
      loose.listen(producer, true);
      producer.observer.once('close', () => {
        all.delete(producer.id);
        for (const ear of [close, loose]) ear.listen(producer, false);
        list.forget(listened);
        settle();
      });
      settle();
    },
    stop: () => clearTimeout(timer),
  };
}
