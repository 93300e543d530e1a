import {
  firstSegmentNumber,
  formatMediaPlaylist,
  initSectionName,
  type Sample,
  type StoredSegment,
  segmentName,
  type Track,
  writeSegment,
} from '@sluice/media';
import type { ObjectStore } from '../../../ports/object-store.ts';
import { contentTypes, type RenditionKeys } from '../../segments/media-keys.ts';
import { durationOf } from '../../segments/segment-sink.ts';

/** Tells when a moment of the programme, in seconds from its beginning, was. Unix milliseconds. */
export type WallClock = (programmeSeconds: number) => number;

export interface LiveRenditionOptions {
  readonly store: ObjectStore;
  readonly keys: RenditionKeys;
  readonly track: Track;
  readonly wallClock: WallClock;
}

/** One rendition of a programme while it grows. */
export interface LiveRendition {
  /** Resolves when the segment and a playlist that names it are stored, in this order. */
  add(samples: readonly Sample[]): Promise<void>;
  readonly segments: readonly StoredSegment[];
}

/** Smaller differences are how long an encoder thought about it. */
const CLOCK_JUMP_MS = 100;

export async function openLiveRendition(
  { store, keys, track, wallClock }: LiveRenditionOptions,
  init: Uint8Array,
): Promise<LiveRendition> {
  await store.put(keys.init, init, { contentType: contentTypes.init });
  const segments: StoredSegment[] = [];
  const entries: { durationSeconds: number; uri: string; programDateTime?: Date }[] = [];
  let endTicks = 0;
  let lastOffsetMs: number | null = null;

  /** Told of the first segment, and where time was left out before one. */
  function dateOf(seconds: number): { programDateTime?: Date } {
    const ms = wallClock(seconds);
    const offsetMs = ms - seconds * 1000;
    const isNew = lastOffsetMs === null || Math.abs(offsetMs - lastOffsetMs) > CLOCK_JUMP_MS;
    if (isNew) lastOffsetMs = offsetMs;
    return isNew ? { programDateTime: new Date(ms) } : {};
  }

  return {
    segments,
    async add(samples) {
      const number = firstSegmentNumber + segments.length;
      const bytes = writeSegment({ trackId: track.trackId, sequence: number, baseDecodeTimeTicks: endTicks, samples });
      await store.put(keys.segment(number), bytes, { contentType: contentTypes.segment });
      const durationTicks = durationOf(samples);
      const dated = dateOf(endTicks / track.timescale);
      endTicks += durationTicks;
      segments.push({ durationTicks, bytes: bytes.length });
      entries.push({ durationSeconds: durationTicks / track.timescale, uri: segmentName(number), ...dated });
      const text = formatMediaPlaylist({
        ...{ mediaSequence: firstSegmentNumber, playlistType: 'EVENT', hasIndependentSegments: true },
        ...{ initUri: initSectionName, key: null, segments: entries, hasEnded: false },
      });
      await store.put(keys.playlist, Buffer.from(text), { contentType: contentTypes.playlist });
    },
  };
}
