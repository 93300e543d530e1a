import { formatSpriteVtt, parseRecordingLabel, spriteCues } from '@sluice/media';
import type { RecordingRequest } from '../../ports/film-job.ts';
import type { MadeAssets, StoredSprite } from './recording-asset.ts';

/** The payload of a job on a recording: what was made, by asset. */
export function formatResults({ provider, source }: RecordingRequest, made: MadeAssets): Record<string, unknown> {
  return {
    provider: provider ?? 'source',
    recording: source,
    label: labelOf(source),
    ...(made.thumbnail === null ? {} : { thumbnail: made.thumbnail }),
    ...(made.sprite === null ? {} : { sprite: withCues(made.sprite) }),
    ...(made.redacted === null ? {} : { redacted: made.redacted }),
  };
}

/** What the name of the recording says, where it says something. */
function labelOf(key: string): Record<string, unknown> {
  const { device, startedAtMs, durationMs } = parseRecordingLabel(key);
  return {
    ...(device === null ? {} : { device }),
    ...(startedAtMs === null ? {} : { started_at: new Date(startedAtMs).toISOString() }),
    ...(durationMs === null ? {} : { duration_ms: durationMs }),
  };
}

const milliseconds = (seconds: number): number => Math.round(seconds * 1000) / 1000;

/** Both forms in which players read where the pictures stand. */
function withCues(sprite: StoredSprite): Record<string, unknown> {
  const { tile_width: tileWidth, tile_height: tileHeight, interval_sec: intervalSeconds, ...grid } = sprite;
  const cues = spriteCues({ ...grid, tileWidth, tileHeight, intervalSeconds });
  const name = encodeURIComponent(sprite.key.slice(sprite.key.lastIndexOf('/') + 1));
  return {
    ...sprite,
    interval_sec: milliseconds(intervalSeconds),
    cues: cues.map(({ startSeconds, endSeconds, x, y, width, height }) => ({
      start_sec: milliseconds(startSeconds),
      end_sec: milliseconds(endSeconds),
      xywh: [x, y, width, height],
    })),
    vtt: formatSpriteVtt(cues, name),
  };
}
