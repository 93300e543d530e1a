import {
  firstSegmentNumber,
  formatMediaPlaylist,
  initSectionName,
  type PlaylistSegment,
  type Sample,
  type StoredSegment,
  segmentName,
  type Track,
  writeSegment,
} from '@sluice/media';
import type { ObjectStore } from '../../../ports/object-store.ts';
import { contentTypes, type RenditionKeys } from '../../segments/media-keys.ts';
import { durationOf } from '../../segments/segment-sink.ts';
import { type GrownPart, notContinued } from './grown-part.ts';
import { joinParts, withoutPriming } from './join-parts.ts';

/** Tells when a moment of the programme, in seconds from its beginning, was. Unix milliseconds. */
export type WallClock = (programmeSeconds: number) => number;

export interface LiveRenditionOptions {
  readonly store: ObjectStore;
  readonly keys: RenditionKeys;
  readonly track: Track;
  readonly wallClock: WallClock;
  /** What there was before; null for a new stream. */
  readonly before: GrownPart | null;
  /** Ticks at the encoder's beginning that are not to be presented. */
  readonly primingTicks: number;
  /** Asked before anything is stored. */
  mayStore(): Promise<boolean>;
}

/** One rendition of a programme while it grows. */
export interface LiveRendition {
  /** Resolves when the segment and a playlist that names it are stored, in this order. */
  add(samples: readonly Sample[]): Promise<void>;
  /** Those of this programme. */
  readonly segments: readonly StoredSegment[];
}

/** Smaller differences are how long an encoder thought about it. */
const CLOCK_JUMP_MS = 100;

/** The init section is stored once: what goes on has to be of the same form. */
async function storeInit({ store, keys, before }: LiveRenditionOptions, init: Uint8Array): Promise<void> {
  if (before === null) return void (await store.put(keys.init, init, { contentType: contentTypes.init }));
  if (Buffer.compare(before.init, init) !== 0) throw notContinued('the encoder here makes streams of another form');
}

/** Tells the first segment's date, and one more where time was left out before a segment. */
function createDating(wallClock: WallClock) {
  let lastOffsetMs: number | null = null;
  return (seconds: number): { programDateTime?: Date } => {
    const ms = wallClock(seconds);
    const offsetMs = ms - seconds * 1000;
    const isNew = lastOffsetMs === null || Math.abs(offsetMs - lastOffsetMs) > CLOCK_JUMP_MS;
    if (isNew) lastOffsetMs = offsetMs;
    return isNew ? { programDateTime: new Date(ms) } : {};
  };
}

export async function openLiveRendition(options: LiveRenditionOptions, init: Uint8Array): Promise<LiveRendition> {
  const { store, keys, track, wallClock, before, primingTicks, mayStore } = options;
  await storeInit(options, init);
  const segments: StoredSegment[] = [];
  const entries: PlaylistSegment[] = [...(before?.segments ?? [])];
  const startTicks = before?.joinTicks ?? 0;
  let endTicks = before?.endTicks ?? 0;
  const dateOf = createDating(wallClock);

  async function append(samples: readonly Sample[], isCut: boolean): Promise<void> {
    if (!(await mayStore())) throw new Error('another process makes this stream grow');
    const number = firstSegmentNumber + entries.length;
    const bytes = writeSegment({ trackId: track.trackId, sequence: number, baseDecodeTimeTicks: endTicks, samples });
    await store.put(keys.segment(number), bytes, { contentType: contentTypes.segment });
    const durationTicks = durationOf(samples);
    const dated = dateOf(Math.max(0, endTicks - startTicks) / track.timescale);
    endTicks += durationTicks;
    segments.push({ durationTicks, bytes: bytes.length });
    const cut = isCut ? ({ isDiscontinuous: true } as const) : {};
    const durationSeconds = durationTicks / track.timescale;
    entries.push({ durationSeconds, uri: segmentName(number), ...dated, ...cut });
    const text = formatMediaPlaylist({
      ...{ mediaSequence: firstSegmentNumber, playlistType: 'EVENT', hasIndependentSegments: true },
      ...{ initUri: initSectionName, key: null, segments: entries, hasEnded: false },
    });
    await store.put(keys.playlist, Buffer.from(text), { contentType: contentTypes.playlist });
  }

  return {
    segments,
    async add(samples) {
      if (before === null || segments.length > 0) return append(samples, false);
      const shown = withoutPriming(samples, primingTicks);
      const parts = joinParts(shown, before.joinTicks - before.endTicks, before.longestTicks);
      for (const [index, part] of parts.entries()) if (part.length > 0) await append(part, index === 0);
    },
  };
}
