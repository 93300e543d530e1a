import { type Static, Type } from 'typebox';

/** A stored output of `image:thumbnail`, Vylux contract §8.1. Field names are the contract's. */
export const ThumbnailSchema = Type.Object({
  variant: Type.String(),
  key: Type.String(),
  format: Type.String(),
  size: Type.Integer(),
});
export type Thumbnail = Static<typeof ThumbnailSchema>;
