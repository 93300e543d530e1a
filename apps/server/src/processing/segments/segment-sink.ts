import { firstSegmentNumber, type Sample, type StoredSegment, writeSegment } from '@sluice/media';
import type { ObjectStore } from '../../ports/object-store.ts';
import { contentTypes, type RenditionKeys } from './media-keys.ts';
import type { TrackSeal } from './seal-segments.ts';

export interface SegmentSinkOptions {
  readonly store: ObjectStore;
  readonly keys: RenditionKeys;
  readonly seal: TrackSeal;
  readonly trackId: number;
  /** Segments of the rendition that come before, and where they end. */
  readonly segmentsBefore: number;
  readonly baseDecodeTimeTicks: number;
  /** A segment below this can only be the last; it is joined to the one before it, if there is one. */
  readonly minLastTicks: number;
  readonly signal: AbortSignal;
}

/** Writes, seals and stores the segments of one rendition, in order. */
export interface SegmentSink {
  /** Resolves when there is room for the next; the bytes may still be under way to the store. */
  add(samples: readonly Sample[]): Promise<void>;
  /** Resolves when everything is stored. */
  finish(): Promise<StoredSegment[]>;
}

/** How many segments of a rendition may be under way to the store at once. */
const MAX_PENDING_PUTS = 2;

export function createSegmentSink(options: SegmentSinkOptions): SegmentSink {
  const stored: StoredSegment[] = [];
  const puts: Promise<unknown>[] = [];
  let nextDecodeTimeTicks = options.baseDecodeTimeTicks;
  /** The newest segment waits for the next, in case that is too short to stand alone. */
  let held: readonly Sample[] = [];

  const store = async (samples: readonly Sample[]): Promise<void> => {
    const number = firstSegmentNumber + options.segmentsBefore + stored.length;
    const { trackId, seal, keys, signal } = options;
    const content = { trackId, sequence: number, baseDecodeTimeTicks: nextDecodeTimeTicks, samples };
    const bytes = seal.segment(number, writeSegment(content));
    const durationTicks = durationOf(samples);
    nextDecodeTimeTicks += durationTicks;
    stored.push({ durationTicks, bytes: bytes.length });
    const put = options.store.put(keys.segment(number), bytes, { contentType: contentTypes.segment, signal });
    // Its failure is looked at when it is awaited; until then it is not unhandled.
    put.catch(() => undefined);
    puts.push(put);
    while (puts.length > MAX_PENDING_PUTS) await puts.shift();
  };

  return {
    async add(samples) {
      if (held.length > 0 && durationOf(samples) < options.minLastTicks) {
        held = [...held, ...samples];
        return;
      }
      if (held.length > 0) await store(held);
      held = samples;
    },
    async finish() {
      if (held.length > 0) await store(held);
      await Promise.all(puts);
      return stored;
    },
  };
}

export function durationOf(samples: readonly Sample[]): number {
  return samples.reduce((ticks, sample) => ticks + sample.durationTicks, 0);
}
