export { type AssetDirectory, createAssetDirectory } from './asset-directory.ts';
export { assetFolder, isAssetId } from './asset-id.ts';
export {
  type Asset,
  type AssetAccess,
  endLiveAsset,
  hasAssets,
  insertAsset,
  insertLiveAsset,
  loadAsset,
  savePresentation,
  touchAsset,
} from './asset-store.ts';
export { type ContentKey, contentKeyOfJob, findContentKey } from './content-keys.ts';
export { createKeyEncryption, type KeyEncryption, type WrappedSecret } from './key-encryption.ts';
export { lastGood } from './last-good.ts';
export type { AssetHolder } from './removal/release-asset.ts';
export { removalHandlers } from './removal/removal-handlers.ts';
export { type RemovalParts, removeMedia } from './removal/remove-media.ts';
export { sweepRemovals } from './removal/sweep-removals.ts';
export { assetHandlers } from './routes.ts';
