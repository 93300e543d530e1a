import { type Static, Type } from 'typebox';
import { RevocationFeed } from './revocation-schemas.ts';

const closed = { additionalProperties: false } as const;
const orNull = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) => Type.Union([schema, Type.Null()]);

/** A key as an edge holds it: enough to verify, and to derive where the key is symmetric. */
export const EdgeKey = Type.Object({
  kid: Type.String(),
  class: Type.Union([
    Type.Literal('edge-hmac'),
    Type.Literal('edge-jwt-sym'),
    Type.Literal('edge-jwt-asym'),
    Type.Literal('vylux-key-token'),
  ]),
  alg: Type.Union([Type.Literal('HS256'), Type.Literal('RS256'), Type.Literal('ES256'), Type.Literal('EdDSA')]),
  state: Type.Union([Type.Literal('pending'), Type.Literal('active'), Type.Literal('retiring')]),
  material: Type.Union([Type.String(), Type.Record(Type.String(), Type.String())], {
    description: 'Of `HS256` the secret in base64url; of every other alg the public JWK.',
  }),
});
export type EdgeKey = Static<typeof EdgeKey>;

/** Every key that verifies something now (edge access §18). */
export const EdgeKeySet = Type.Object({
  version: Type.String({ description: 'Names the content: another set has another version.' }),
  keys: Type.Array(EdgeKey),
});
export type EdgeKeySet = Static<typeof EdgeKeySet>;

/** Answer of `GET /v1/edge/sync`. */
export const EdgeSync = Type.Object({
  revocations: RevocationFeed,
  keyset: Type.Union([EdgeKeySet, Type.Null()], { description: 'Null: the set that `keys` names is still in force.' }),
});
export type EdgeSync = Static<typeof EdgeSync>;

/** Answer of `GET /v1/edge/assets/{id}`: what the gate and the writers of manifests ask of an asset. */
export const EdgeAsset = Type.Object({
  id: Type.String(),
  access: Type.Union([Type.Literal('public'), Type.Literal('protected')]),
  presentation: Type.Unknown({ description: 'What manifests are written from; null until a stream exists.' }),
  content_kid: orNull(Type.String()),
  is_live: Type.Optional(Type.Boolean({ description: 'Its stream still grows: playlists are not kept.' })),
  created_at: Type.String(),
  updated_at: Type.String({ description: 'Changes whenever something of the asset did: its version.' }),
});
export type EdgeAsset = Static<typeof EdgeAsset>;

/** Answer of `GET /v1/edge/assets/{id}/keys/{kid}`. */
export const EdgeContentKey = Type.Object({
  kid: Type.String(),
  key: Type.String({ description: 'The 16 bytes in base64url.' }),
});
export type EdgeContentKey = Static<typeof EdgeContentKey>;

/** Body of `POST /v1/edge/embeds`. */
export const EdgeEmbedQuery = Type.Object({ token_hash: Type.String({ pattern: '^[0-9a-f]{64}$' }) }, closed);
export type EdgeEmbedQuery = Static<typeof EdgeEmbedQuery>;

/** Answer of `POST /v1/edge/embeds`. Times are Unix seconds. */
export const EdgeEmbed = Type.Object({
  id: Type.String(),
  asset_id: Type.String(),
  subject: orNull(Type.String()),
  domains: Type.Array(Type.String()),
  ips: Type.Array(Type.String()),
  expires_at: orNull(Type.Integer()),
  max_plays: orNull(Type.Integer()),
  plays: Type.Integer(),
  is_active: Type.Boolean(),
  created_at: Type.Integer(),
});
export type EdgeEmbed = Static<typeof EdgeEmbed>;

/** Body of `POST /v1/edge/plays`. */
export const EdgePlay = Type.Object({ embed_id: Type.String({ pattern: '^et_[A-Za-z0-9_-]{1,61}$' }) }, closed);
export type EdgePlay = Static<typeof EdgePlay>;

/** Answer of `POST /v1/edge/plays`. */
export const EdgePlayCount = Type.Object({
  counted: Type.Boolean({ description: 'False: the embed token has no play left, or is gone.' }),
});
export type EdgePlayCount = Static<typeof EdgePlayCount>;

const seconds = Type.Integer({ minimum: 0, maximum: 9_999_999_999 });
const tokenId = Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' });

/** Body of `POST /v1/edge/seen`: what an edge noted. Times are Unix seconds. */
export const EdgeSeen = Type.Object(
  {
    sightings: Type.Array(
      Type.Object(
        { token_id: tokenId, at: seconds, networks: Type.Array(Type.String({ pattern: '^v[46]:[0-9a-f]{6,16}$' })) },
        closed,
      ),
      { maxItems: 10_000 },
    ),
    renewals: Type.Array(
      Type.Object(
        {
          token_id: tokenId,
          kid: Type.String({ pattern: '^[A-Za-z0-9_-]{1,32}$' }),
          not_before: seconds,
          expires: seconds,
        },
        closed,
      ),
      { maxItems: 1000 },
    ),
  },
  closed,
);
export type EdgeSeen = Static<typeof EdgeSeen>;

/** Body of `POST /v1/edge/entitlements`: whether a viewer whose token an edge is about to renew may go on. */
export const EdgeEntitlementQuery = Type.Object(
  {
    subject: orNull(Type.String({ maxLength: 128 })),
    asset_id: Type.String({ pattern: '^[A-Za-z0-9._:-]{1,128}$' }),
    token_id: tokenId,
  },
  closed,
);
export type EdgeEntitlementQuery = Static<typeof EdgeEntitlementQuery>;

/** Answer of `POST /v1/edge/entitlements`. */
export const EdgeEntitlement = Type.Object({
  entitlement: Type.Union([Type.Literal('entitled'), Type.Literal('not_entitled'), Type.Literal('unknown')], {
    description: '`not_entitled`: the token is taken back. `unknown`: nobody could say.',
  }),
});
export type EdgeEntitlement = Static<typeof EdgeEntitlement>;

/** Body of `POST /v1/edge/renewals`: a token that an edge was asked to renew, and who asked. */
export const EdgeRenewal = Type.Object(
  {
    token: Type.String({ maxLength: 8192 }),
    client_address: Type.String({ maxLength: 64 }),
    origin: orNull(Type.String({ maxLength: 2048 })),
    referer: orNull(Type.String({ maxLength: 8192 })),
    user_agent: orNull(Type.String({ maxLength: 8192 })),
  },
  closed,
);
export type EdgeRenewal = Static<typeof EdgeRenewal>;
