import { type Static, Type } from 'typebox';

const access = Type.Union([Type.Literal('public'), Type.Literal('protected')]);

/** Body of `PUT /v1/assets/{id}`. */
export const AssetPolicy = Type.Object({ access }, { additionalProperties: false });
export type AssetPolicy = Static<typeof AssetPolicy>;

/** What exists under an asset's id. */
export const AssetView = Type.Object({
  id: Type.String(),
  access,
  ready: Type.Boolean({ description: 'A stream exists.' }),
  encrypted: Type.Boolean(),
  duration_seconds: Type.Union([Type.Number(), Type.Null()]),
  created_at: Type.String(),
  updated_at: Type.String(),
});
export type AssetView = Static<typeof AssetView>;

/** What the source provider keeps under a key. */
export const SourceView = Type.Object({
  key: Type.String(),
  size: Type.Integer({ description: 'Bytes.' }),
  etag: Type.String(),
  last_modified: Type.String(),
});
export type SourceView = Static<typeof SourceView>;
