import { SluiceError } from '../../ports/sluice-error.ts';

/**
 * True for an id that is safe as one path segment of URLs and object keys: 1 to 128 of `A-Z a-z 0-9 . _ : -`,
 * not `.` or `..` (Vylux contract §18.4).
 */
export function isAssetId(text: string): boolean {
  return /^[A-Za-z0-9._:-]{1,128}$/.test(text) && text !== '.' && text !== '..';
}

/** @throws {SluiceError} `assets/invalid-id` for a text that no asset can have as its id. */
export function requireAssetId(text: string): string {
  if (isAssetId(text)) return text;
  throw new SluiceError('assets/invalid-id', {
    status: 400,
    message: 'An asset id is 1 to 128 of the characters A-Z a-z 0-9 . _ : -',
  });
}

/** Folder of the asset in the media store (Vylux contract §11.1), without a slash at its end. */
export function assetFolder(assetId: string): string {
  return `videos/${assetId.slice(0, 2)}/${assetId}`;
}

/** All folders that hold what was made of the asset. */
export const assetFolders = (assetId: string): readonly string[] => [
  assetFolder(assetId),
  `images/${assetId.slice(0, 2)}/${assetId}`,
];
