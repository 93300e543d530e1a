import { isVaultObjectKey } from '@sluice/access';
import { assetOfName, parseRecordingLabel } from '@sluice/media';
import type { ObjectInfo } from '../../../../ports/object-store.ts';

/** Recordings that are asked for. */
export interface RecordingQuery {
  readonly devices: ReadonlySet<string>;
  /** Unix seconds in which they began, both included. */
  readonly startSeconds: number;
  readonly endSeconds: number;
}

export interface FoundRecording {
  readonly key: string;
  readonly device: string;
  /** Bytes. */
  readonly size: number;
  readonly startedAtMs: number;
}

/**
 * What all names of recordings of that time begin with, behind their directory: the digits that both ends have in
 * common (Kerberos Vault contract §8: names begin with the second).
 */
export function commonDigits({ startSeconds, endSeconds }: RecordingQuery): string {
  const [first, last] = [String(Math.floor(startSeconds)), String(Math.floor(endSeconds))];
  if (first.length !== last.length) return '';
  let count = 0;
  while (count < first.length && first[count] === last[count]) count += 1;
  return first.slice(0, count);
}

/** The recording that this object is, where it is one of those and its name may stand in a playlist. */
export function recordingOf({ key, size }: ObjectInfo, query: RecordingQuery): FoundRecording | null {
  if (!/^[^"\\]+\.mp4$/i.test(key) || !isVaultObjectKey(key) || assetOfName(key) !== null) return null;
  const { device, startedAtMs } = parseRecordingLabel(key);
  if (device === null || startedAtMs === null || !query.devices.has(device)) return null;
  const second = Math.floor(startedAtMs / 1000);
  const isThen = second >= query.startSeconds && second <= query.endSeconds;
  return isThen ? { key, device, size, startedAtMs } : null;
}
