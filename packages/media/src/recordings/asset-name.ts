/** What is derived from a recording and stands beside it, Kerberos Vault contract §8. */
export type RecordingAsset = 'thumbnail' | 'sprite' | 'redacted';

const EXTENSIONS: Readonly<Record<RecordingAsset, string>> = { thumbnail: 'jpg', sprite: 'jpg', redacted: 'mp4' };

/** Every asset of a recording. */
export const recordingAssets = Object.keys(EXTENSIONS) as readonly RecordingAsset[];

/** The key without the extension of its last segment. A dot at the beginning or the end of a name begins none. */
const stemOf = (key: string): string => key.replace(/(?<=[^/])\.[^./]+$/, '');

/** Which asset a key is the name of; null for that of a recording. */
export const assetOfName = (key: string): RecordingAsset | null =>
  recordingAssets.find((asset) => stemOf(key).endsWith(`_${asset}`)) ?? null;

/**
 * Name of an asset beside its recording (Kerberos Vault contract §8). The name of that very asset is given back as it
 * is; null for the name of another one. Case is kept. Whether the object exists is not asked.
 */
export function recordingAssetName(key: string, asset: RecordingAsset): string | null {
  const named = assetOfName(key);
  if (named !== null) return named === asset ? key : null;
  return `${stemOf(key)}_${asset}.${EXTENSIONS[asset]}`;
}
