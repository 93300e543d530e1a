import { createReadStream } from 'node:fs';
import { type RecordingAsset, recordingAssetName } from '@sluice/media';
import type { Static, TSchema } from 'typebox';
import type { RecordingRequest, RedactOptions } from '../../ports/film-job.ts';
import type { ObjectInfo } from '../../ports/object-store.ts';
import { once, recordedResult } from '../job/once.ts';
import { stepNames } from '../job/step-names.ts';
import type { ProgressReporter } from '../progress/progress-reporter.ts';
import {
  type MadeAssets,
  type StoredRedaction,
  StoredRedactionSchema,
  type StoredSprite,
  StoredSpriteSchema,
  type StoredThumbnail,
  StoredThumbnailSchema,
} from './recording-asset.ts';
import { redactFilm } from './redact/redact-film.ts';
import { type PictureWork, type TakenPictures, takePictures } from './take-pictures.ts';

const CONTENT_TYPES = { thumbnail: 'image/jpeg', sprite: 'image/jpeg', redacted: 'video/mp4' } as const;

/** What the request wants and no earlier run has recorded, made and stored. */
export async function makeAssets(
  work: PictureWork,
  request: RecordingRequest,
  progress: ProgressReporter,
): Promise<MadeAssets> {
  const { thumbnail, sprite, redact } = request.options;
  const pictures = await makePictures(work, request, { thumbnail, sprite }, progress);
  return { ...pictures, redacted: redact && (await makeRedaction(work, request, redact, progress)) };
}

type PictureWish = Parameters<typeof takePictures>[1];

async function makePictures(
  work: PictureWork,
  request: RecordingRequest,
  wish: PictureWish,
  progress: ProgressReporter,
): Promise<Pick<MadeAssets, 'thumbnail' | 'sprite'>> {
  if (wish.thumbnail === null && wish.sprite === null) return { thumbnail: null, sprite: null };
  const recorded = {
    thumbnail: wish.thumbnail && (await recordedAsset(work, 'thumbnail', StoredThumbnailSchema)),
    sprite: wish.sprite && (await recordedAsset(work, 'sprite', StoredSpriteSchema)),
  };
  const taken = await takePictures(work, {
    thumbnail: recorded.thumbnail === null ? wish.thumbnail : null,
    sprite: recorded.sprite === null ? wish.sprite : null,
  });
  progress.reach('artifacts-made');
  const thumbnail = recorded.thumbnail ?? (await storeThumbnail(work, request, taken));
  const sprite = recorded.sprite ?? (await storeSprite(work, request, taken));
  progress.reach('artifacts-stored');
  return { thumbnail, sprite };
}

async function recordedAsset<Schema extends TSchema>(
  { context }: PictureWork,
  asset: RecordingAsset,
  schema: Schema,
): Promise<Static<Schema> | null> {
  return (await recordedResult(context.steps, stepNames.recordingAsset(asset), schema)) ?? null;
}

async function storeThumbnail(
  work: PictureWork,
  request: RecordingRequest,
  { thumbnail }: TakenPictures,
): Promise<StoredThumbnail | null> {
  if (thumbnail === null) return null;
  const { bytes, width, height } = thumbnail;
  const stored = { ...(await storeAsset(work, request, 'thumbnail', bytes)), format: 'jpg', width, height };
  await work.context.steps.record(stepNames.recordingAsset('thumbnail'), stored);
  return stored;
}

async function storeSprite(
  work: PictureWork,
  request: RecordingRequest,
  { sprite }: TakenPictures,
): Promise<StoredSprite | null> {
  if (sprite === null) return null;
  const { bytes, width, height, grid } = sprite;
  const { frames, columns, rows, tileWidth, tileHeight, intervalSeconds } = grid;
  const stored = {
    ...{ ...(await storeAsset(work, request, 'sprite', bytes)), format: 'jpg', width, height, frames, columns, rows },
    ...{ tile_width: tileWidth, tile_height: tileHeight, interval_sec: intervalSeconds },
  };
  await work.context.steps.record(stepNames.recordingAsset('sprite'), stored);
  return stored;
}

async function makeRedaction(
  work: PictureWork,
  request: RecordingRequest,
  options: RedactOptions,
  progress: ProgressReporter,
): Promise<StoredRedaction> {
  const step = stepNames.recordingAsset('redacted');
  return once(work.context.steps, step, StoredRedactionSchema, async () => {
    const { path, width, height } = await redactFilm(work, options, progress);
    progress.reach('encoded');
    const stored = await storeAsset(work, request, 'redacted', createReadStream(path));
    progress.reach('published');
    return { ...stored, format: 'mp4', width, height, regions: options.regions.length };
  });
}

/** One object, whole or not at all, beside the recording. */
async function storeAsset(
  { context }: PictureWork,
  { source }: RecordingRequest,
  asset: RecordingAsset,
  body: Uint8Array | AsyncIterable<Uint8Array>,
): Promise<Pick<ObjectInfo, 'key' | 'size' | 'etag'>> {
  const key = recordingAssetName(source, asset);
  if (key === null || key === source) throw new TypeError(`the recording ${source} is an asset itself`);
  await context.beginPublishing();
  const options = { contentType: CONTENT_TYPES[asset], signal: context.signal };
  const { size, etag } = await context.source.put(key, body, options);
  return { key, size, etag };
}
