import { type Static, Type } from 'typebox';

const closed = { additionalProperties: false } as const;
const orNull = <T extends ReturnType<typeof Type.String> | ReturnType<typeof Type.Integer>>(schema: T) =>
  Type.Union([schema, Type.Null()]);

const rules = {
  domains: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 255 }), { maxItems: 20 })),
  ips: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: 8 })),
  expires_at: Type.Optional(orNull(Type.Integer({ minimum: 1_000_000_000, maximum: 9_999_999_999 }))),
  max_plays: Type.Optional(orNull(Type.Integer({ minimum: 1, maximum: 1_000_000_000 }))),
  label: Type.Optional(orNull(Type.String({ maxLength: 200 }))),
};

/** Body of `POST /v1/embed-tokens`, edge access §19. */
export const EmbedTokenBody = Type.Object(
  {
    asset_id: Type.String({ minLength: 1, maxLength: 128 }),
    subject: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
    ...rules,
  },
  closed,
);
export type EmbedTokenBody = Static<typeof EmbedTokenBody>;

/** Body of `PATCH /v1/embed-tokens/{id}`: what is absent stays. */
export const EmbedTokenPatch = Type.Object({ is_active: Type.Optional(Type.Boolean()), ...rules }, closed);
export type EmbedTokenPatch = Static<typeof EmbedTokenPatch>;

const record = {
  id: Type.String(),
  prefix: Type.String({ description: 'The first characters of the token.' }),
  asset_id: Type.String(),
  subject: orNull(Type.String()),
  label: orNull(Type.String()),
  domains: Type.Array(Type.String()),
  ips: Type.Array(Type.String()),
  expires_at: orNull(Type.Integer()),
  max_plays: orNull(Type.Integer()),
  plays: Type.Integer(),
  is_active: Type.Boolean(),
  created_at: Type.Integer(),
  last_used_at: orNull(Type.Integer()),
};

/** What stands behind an embed token, edge access §6. Times are Unix seconds. */
export const EmbedTokenView = Type.Object(record);
export type EmbedTokenView = Static<typeof EmbedTokenView>;

/** Answer of `POST /v1/embed-tokens`: the only one that holds the token. */
export const CreatedEmbedToken = Type.Object({
  ...record,
  token: Type.String(),
  urls: Type.Object({ hls: Type.String(), dash: Type.String(), poster: Type.String() }),
  embed_url: Type.String({ description: 'A page with a player, for an `<iframe>` on the domains of the record.' }),
});
export type CreatedEmbedToken = Static<typeof CreatedEmbedToken>;

/** Answer of `GET /v1/embed-tokens`. */
export const EmbedTokenList = Type.Object({
  embed_tokens: Type.Array(EmbedTokenView),
  next_cursor: orNull(Type.String()),
});
export type EmbedTokenList = Static<typeof EmbedTokenList>;
