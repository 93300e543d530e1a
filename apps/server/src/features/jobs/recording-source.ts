import { createHash } from 'node:crypto';
import { isVaultObjectKey } from '@sluice/access';
import type { JobType } from '@sluice/contract';
import { assetOfName, recordingAssetName, recordingAssets } from '@sluice/media';

/** Types whose results stand beside their source, at its provider. */
export type RecordingJobType = Extract<JobType, `recording:${string}`>;

export const isRecordingJob = (type: string): type is RecordingJobType => type.startsWith('recording:');

/** Why nothing can be derived from an object of this key; null where it can. */
export function recordingProblem(key: string): string | null {
  const asset = assetOfName(key);
  if (asset !== null) return `source is the name of a derived asset (${asset}): name the recording itself`;
  // The longest of the names that are derived from it has to be a key as well.
  const isKey = recordingAssets.every((each) => isVaultObjectKey(recordingAssetName(key, each) ?? ''));
  return isVaultObjectKey(key) && isKey ? null : 'source is no object key, or too long to derive names from';
}

/** The id of a recording for whoever gives it none: always the same for the same object. */
export function recordingHash(provider: string | null, key: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([provider ?? 'source', key]))
    .digest('hex');
  return `rec-${digest.slice(0, 32)}`;
}
