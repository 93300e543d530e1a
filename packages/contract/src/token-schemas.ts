import { type Static, Type } from 'typebox';

const closed = { additionalProperties: false } as const;

/** Body of `POST /v1/playback/tokens`, edge access §19. */
export const IssueTokenBody = Type.Object(
  {
    asset_id: Type.String({ minLength: 1, maxLength: 128 }),
    kind: Type.Optional(Type.Literal('hmac')),
    subject: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
    ttl: Type.Optional(Type.Integer({ minimum: 1, description: 'Seconds; default by the length of the film.' })),
    not_before: Type.Optional(Type.Integer({ minimum: 1_000_000_000, maximum: 9_999_999_999 })),
    paths: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 512 }), { minItems: 1, maxItems: 8 })),
    bind: Type.Optional(
      Type.Object(
        {
          ip: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: 8 })),
          domains: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 255 }), { maxItems: 20 })),
          user_agent: Type.Optional(Type.String({ minLength: 1, maxLength: 1024 })),
        },
        closed,
      ),
    ),
    renewable: Type.Optional(Type.Boolean()),
    max_lifetime: Type.Optional(Type.Integer({ minimum: 1, maximum: 86_400 })),
    transport: Type.Optional(Type.Union([Type.Literal('query'), Type.Literal('path')])),
    allow_short: Type.Optional(Type.Boolean()),
  },
  closed,
);
export type IssueTokenBody = Static<typeof IssueTokenBody>;

/** Answer of `POST /v1/playback/tokens`. Times are Unix seconds. */
export const IssuedToken = Type.Object({
  token_id: Type.String(),
  kind: Type.Literal('hmac'),
  token: Type.String(),
  issued_at: Type.Integer(),
  expires_at: Type.Integer(),
  renew_after: Type.Integer(),
  renew_until: Type.Union([Type.Integer(), Type.Null()]),
  reused: Type.Boolean(),
  urls: Type.Object({ hls: Type.String(), dash: Type.String(), poster: Type.String() }),
  cookies: Type.Array(Type.String()),
  warnings: Type.Array(Type.String()),
});
export type IssuedToken = Static<typeof IssuedToken>;

/** ClearKey licence request and answer, W3C Encrypted Media Extensions §9.1. */
export const ClearKeyRequest = Type.Object({
  kids: Type.Array(Type.String()),
  type: Type.Optional(Type.String()),
});
export const ClearKeyLicence = Type.Object({
  keys: Type.Array(Type.Object({ kty: Type.Literal('oct'), kid: Type.String(), k: Type.String() })),
  type: Type.Literal('temporary'),
});
export type ClearKeyLicence = Static<typeof ClearKeyLicence>;
