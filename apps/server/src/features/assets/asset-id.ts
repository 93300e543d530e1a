/**
 * True for an id that is safe as one path segment of URLs and object keys: 1 to 128 of `A-Z a-z 0-9 . _ : -`,
 * not `.` or `..` (Vylux contract §18.4).
 */
export function isAssetId(text: string): boolean {
  return /^[A-Za-z0-9._:-]{1,128}$/.test(text) && text !== '.' && text !== '..';
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
