import type { JobType } from '@sluice/contract';
import type {
  CoverOptions,
  PreviewOptions,
  ThumbnailOptions,
  TranscodeOptions,
  TypedOptions,
} from '../../ports/film-job.ts';
import { type CanonicalFields, type FieldsReading, nested, readFields, stageFields } from './option-fields.ts';
import { recordingPlans } from './recording-options.ts';
import { redactRegions } from './redact-regions.ts';
import { redactSound } from './redact-sound.ts';
import { type StoredOutput, thumbnailOutputs } from './thumbnail-outputs.ts';

/**
 * Options as sent → the canonical form that the fingerprint is made of and the row keeps: zero values dropped,
 * names in ascending order (Vylux contract §7.4).
 */
export function canonicalOptions(type: JobType, raw: unknown): FieldsReading {
  switch (type) {
    case 'image:thumbnail':
      return readFields(raw, { outputs: thumbnailOutputs });
    case 'video:cover':
      return readFields(raw, stageFields.cover);
    case 'video:preview':
      return readFields(raw, stageFields.preview);
    case 'video:transcode':
      return readFields(raw, stageFields.transcode);
    case 'video:full':
      return readFields(raw, { cover: nested('cover'), preview: nested('preview'), transcode: nested('transcode') });
    case 'recording:thumbnail':
      return readFields(raw, stageFields.thumbnail);
    case 'recording:sprite':
      return readFields(raw, stageFields.sprite);
    case 'recording:assets':
      return readFields(raw, { thumbnail: nested('thumbnail'), sprite: nested('sprite') });
    case 'recording:redact':
      return withSomething(readFields(raw, { regions: redactRegions, audio: redactSound }));
  }
}

/** A redaction of nothing would be taken for one of something. */
function withSomething(reading: FieldsReading): FieldsReading {
  if (!reading.ok || 'regions' in reading.fields) return reading;
  const { audio = 'keep' } = reading.fields;
  return audio === 'keep' ? { ok: false, problem: 'regions is required where all sound is kept' } : reading;
}

const cover = ({ timestamp_sec }: CanonicalFields): CoverOptions =>
  typeof timestamp_sec === 'number' ? { timestampSec: timestamp_sec } : {};

const preview = ({ start_sec, duration, width, fps, format }: CanonicalFields): PreviewOptions => ({
  ...(typeof start_sec === 'number' ? { startSec: start_sec } : {}),
  durationSec: typeof duration === 'number' ? duration : 3,
  width: typeof width === 'number' ? width : 480,
  fps: typeof fps === 'number' ? fps : 10,
  format: format === 'gif' ? 'gif' : 'webp',
});

const transcode = ({ encrypt, encryption_scheme: scheme }: CanonicalFields): TranscodeOptions => ({
  encrypt: encrypt === true,
  ...(scheme === 'aes-128' || scheme === 'cbcs' ? { scheme } : {}),
});

/** Vylux contract §7.2. */
const DEFAULT_OUTPUTS: readonly StoredOutput[] = [{ variant: 'thumb', width: 300, format: 'webp' }];

function thumbnails({ outputs }: CanonicalFields): ThumbnailOptions {
  const wanted = (outputs ?? DEFAULT_OUTPUTS) as readonly StoredOutput[];
  return {
    outputs: wanted.map(({ variant, width, height, format }) => ({
      ...{ variant, format, widthPx: width ?? null, heightPx: height ?? null },
    })),
  };
}

const stage = (fields: CanonicalFields, name: string): CanonicalFields => (fields[name] ?? {}) as CanonicalFields;

/** Canonical options → what the work needs, with defaults filled in. */
export function completeOptions(type: JobType, fields: CanonicalFields): TypedOptions {
  switch (type) {
    case 'image:thumbnail':
      return { type, options: thumbnails(fields) };
    case 'video:cover':
      return { type, options: cover(fields) };
    case 'video:preview':
      return { type, options: preview(fields) };
    case 'video:transcode':
      return { type, options: transcode(fields) };
    case 'video:full':
      return {
        type,
        options: {
          cover: cover(stage(fields, 'cover')),
          preview: preview(stage(fields, 'preview')),
          transcode: transcode(stage(fields, 'transcode')),
        },
      };
    default:
      return { type, options: recordingPlans[type](fields) };
  }
}
