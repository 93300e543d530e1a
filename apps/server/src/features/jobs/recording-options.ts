import type { SpriteWish } from '@sluice/media';
import type {
  RecordingPlan,
  RecordingThumbnailOptions,
  RedactOptions,
  RedactRegion,
  RedactSound,
} from '../../ports/film-job.ts';
import type { CanonicalFields } from './option-fields.ts';
import { isInFractions, type StoredRegion } from './redact-regions.ts';
import type { StoredSound } from './redact-sound.ts';

const DEFAULT_STRENGTH = 8;

const nothing: RecordingPlan = { thumbnail: null, sprite: null, redact: null };

const thumbnail = ({ timestamp_sec, width }: CanonicalFields): RecordingThumbnailOptions => ({
  ...(typeof timestamp_sec === 'number' ? { timestampSec: timestamp_sec } : {}),
  width: typeof width === 'number' ? width : 640,
});

const sprite = ({ frames, tile_width }: CanonicalFields): SpriteWish => ({
  maxFrames: typeof frames === 'number' ? frames : 100,
  tileWidth: typeof tile_width === 'number' ? tile_width : 160,
});

function redactRegion(stored: StoredRegion): RedactRegion {
  const { x, y, width, height, from_sec: fromSec = 0, to_sec: toSec = null, effect } = stored;
  return {
    ...{ unit: isInFractions(stored) ? 'fractions' : 'pixels', x, y, width, height, fromSec, toSec },
    effect:
      effect === 'blur'
        ? { kind: 'blur', strength: stored.strength ?? DEFAULT_STRENGTH }
        : { kind: 'box', color: (stored.color ?? '#000000').slice(1) },
  };
}

function redactSound(stored: StoredSound): RedactSound {
  if (typeof stored === 'string') return stored;
  return { mute: stored.mute.map(({ from_sec: fromSec = 0, to_sec: toSec = null }) => ({ fromSec, toSec })) };
}

const redact = ({ regions, audio }: CanonicalFields): RedactOptions => ({
  regions: ((regions ?? []) as readonly StoredRegion[]).map(redactRegion),
  sound: redactSound((audio ?? 'keep') as StoredSound),
});

const stage = (fields: CanonicalFields, name: string): CanonicalFields => (fields[name] ?? {}) as CanonicalFields;

/** Canonical options of a job on a recording → what is to be made of it, with defaults filled in. */
export const recordingPlans = {
  'recording:thumbnail': (fields: CanonicalFields): RecordingPlan => ({ ...nothing, thumbnail: thumbnail(fields) }),
  'recording:sprite': (fields: CanonicalFields): RecordingPlan => ({ ...nothing, sprite: sprite(fields) }),
  'recording:assets': (fields: CanonicalFields): RecordingPlan => ({
    ...nothing,
    thumbnail: thumbnail(stage(fields, 'thumbnail')),
    sprite: sprite(stage(fields, 'sprite')),
  }),
  'recording:redact': (fields: CanonicalFields): RecordingPlan => ({ ...nothing, redact: redact(fields) }),
} as const;
