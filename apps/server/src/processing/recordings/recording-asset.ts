import { type Static, Type } from 'typebox';

/** A stored asset of a recording. Field names are those of results on the wire. */
export const StoredAssetSchema = Type.Object({
  key: Type.String(),
  format: Type.String(),
  size: Type.Integer(),
  /** Validator of the object: by it an equal order sees whether the object still is what was made. */
  etag: Type.String(),
});

const picture = { ...StoredAssetSchema.properties, width: Type.Integer(), height: Type.Integer() };

export const StoredThumbnailSchema = Type.Object(picture);
export type StoredThumbnail = Static<typeof StoredThumbnailSchema>;

export const StoredSpriteSchema = Type.Object({
  ...picture,
  frames: Type.Integer(),
  columns: Type.Integer(),
  rows: Type.Integer(),
  tile_width: Type.Integer(),
  tile_height: Type.Integer(),
  interval_sec: Type.Number(),
});
export type StoredSprite = Static<typeof StoredSpriteSchema>;

export const StoredRedactionSchema = Type.Object({ ...picture, regions: Type.Integer() });
export type StoredRedaction = Static<typeof StoredRedactionSchema>;

/** What a job has made of a recording; null for what it does not make. */
export interface MadeAssets {
  readonly thumbnail: StoredThumbnail | null;
  readonly sprite: StoredSprite | null;
  readonly redacted: StoredRedaction | null;
}
