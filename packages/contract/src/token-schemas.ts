import { type Static, Type } from 'typebox';

const closed = { additionalProperties: false } as const;

/** Body of `POST /v1/playback/tokens`, edge access §19. */
export const IssueTokenBody = Type.Object(
  {
    asset_id: Type.String({ minLength: 1, maxLength: 128 }),
    kind: Type.Optional(Type.Union([Type.Literal('hmac'), Type.Literal('jwt'), Type.Literal('opaque')])),
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
    deliver_via: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 64,
        description: '`edge`, which is the default, or a CDN of `CDN_FILE`.',
      }),
    ),
    transport: Type.Optional(Type.Union([Type.Literal('query'), Type.Literal('path'), Type.Literal('cookie')])),
    require_instant_revocation: Type.Optional(Type.Boolean()),
    fresh: Type.Optional(Type.Boolean({ description: 'Never the token of an earlier equal call.' })),
    allow_short: Type.Optional(Type.Boolean()),
  },
  closed,
);
export type IssueTokenBody = Static<typeof IssueTokenBody>;

const kind = Type.Union([Type.Literal('hmac'), Type.Literal('jwt'), Type.Literal('opaque')]);
const secondsOrNull = Type.Union([Type.Integer(), Type.Null()]);

const tokenAnswer = {
  token_id: Type.String(),
  kind,
  token: Type.String({ description: 'With a CDN the one that opens the content key here.' }),
  issued_at: Type.Integer(),
  expires_at: Type.Integer(),
  renew_after: Type.Integer(),
  renew_until: secondsOrNull,
  reused: Type.Boolean(),
  cookies: Type.Array(Type.String({ description: 'A `Set-Cookie` value for the host that serves the media.' })),
  warnings: Type.Array(Type.String()),
};

/** Answer of `POST /v1/playback/tokens`. Times are Unix seconds. */
export const IssuedToken = Type.Object({
  ...tokenAnswer,
  urls: Type.Object({
    hls: Type.String(),
    dash: Type.Optional(Type.String({ description: 'Absent where a CDN cannot deliver it.' })),
    poster: Type.String(),
  }),
});
export type IssuedToken = Static<typeof IssuedToken>;

/** Body of `POST /v1/playback/tokens/renew`; the token may ride in the header `Edge-Token` instead. */
export const RenewTokenBody = Type.Object(
  { token: Type.Optional(Type.String({ minLength: 1, maxLength: 4096 })) },
  closed,
);
export type RenewTokenBody = Static<typeof RenewTokenBody>;

/** Answer of `POST /v1/playback/tokens/renew`. */
export const RenewedToken = Type.Object(tokenAnswer);
export type RenewedToken = Static<typeof RenewedToken>;

/** Answer of `GET /v1/playback/tokens/{id}`: what is known of a token, without the token. */
export const PlaybackTokenState = Type.Object({
  token_id: Type.String(),
  asset_id: Type.String(),
  subject: Type.Union([Type.String(), Type.Null()]),
  kind,
  deliver_via: Type.String({ description: '`edge` or a CDN.' }),
  issued_at: Type.Integer(),
  expires_at: secondsOrNull,
  renew_until: secondsOrNull,
  renewals: Type.Integer(),
  revoked: Type.Boolean(),
  last_seen_at: secondsOrNull,
  networks: Type.Integer({ description: 'Distinct /24 and /64 networks that it was used from.' }),
});
export type PlaybackTokenState = Static<typeof PlaybackTokenState>;

/** Answer of `GET /v1/playback/tokens`. */
export const PlaybackTokenList = Type.Object({
  tokens: Type.Array(PlaybackTokenState, { description: 'The newest first, of every kind.' }),
  next_cursor: Type.Union([Type.String(), Type.Null()]),
});
export type PlaybackTokenList = Static<typeof PlaybackTokenList>;

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
