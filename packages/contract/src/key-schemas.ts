import { type Static, Type } from 'typebox';

const closed = { additionalProperties: false } as const;
const keyClass = Type.Union([Type.Literal('edge-hmac'), Type.Literal('edge-jwt-sym'), Type.Literal('edge-jwt-asym')]);
const alg = Type.Union([Type.Literal('HS256'), Type.Literal('RS256'), Type.Literal('ES256'), Type.Literal('EdDSA')]);
const state = Type.Union([
  Type.Literal('pending'),
  Type.Literal('active'),
  Type.Literal('retiring'),
  Type.Literal('retired'),
  Type.Literal('revoked'),
]);
const secondsOrNull = Type.Union([Type.Integer(), Type.Null()]);

/** Body of `POST /v1/edge/keys`, edge access §19. */
export const SigningKeyBody = Type.Object({ class: keyClass, alg }, closed);
export type SigningKeyBody = Static<typeof SigningKeyBody>;

/** Body of `PATCH /v1/edge/keys/{kid}`. */
export const SigningKeyPatch = Type.Object(
  {
    state,
    force: Type.Optional(
      Type.Boolean({ description: 'Promote a key although edges have not said yet that they hold it.' }),
    ),
  },
  closed,
);
export type SigningKeyPatch = Static<typeof SigningKeyPatch>;

/** A signing key without its secret. Times are Unix seconds. */
export const SigningKeyView = Type.Object({
  kid: Type.String(),
  class: Type.String({
    description:
      '`edge-hmac`, `edge-jwt-sym`, `edge-jwt-asym`; `cdn:{name}` and `cdn-origin:{name}` of the configuration.',
  }),
  alg: Type.String(),
  state,
  created_at: Type.Union([Type.Integer(), Type.Null()], { description: 'Null for a key of the configuration.' }),
  promoted_at: secondsOrNull,
  verify_until: Type.Union([Type.Integer(), Type.Null()], { description: 'A retiring key verifies until then.' }),
});
export type SigningKeyView = Static<typeof SigningKeyView>;

/** Answer of `GET /v1/edge/keys`. */
export const SigningKeyList = Type.Object({ keys: Type.Array(SigningKeyView) });
export type SigningKeyList = Static<typeof SigningKeyList>;

/** Answer of `GET /.well-known/edge-jwks.json`, RFC 7517 §5. */
export const JsonWebKeySet = Type.Object({ keys: Type.Array(Type.Record(Type.String(), Type.String())) });
export type JsonWebKeySet = Static<typeof JsonWebKeySet>;
