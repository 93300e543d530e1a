import { type Static, Type } from 'typebox';

const closed = { additionalProperties: false } as const;
const seconds = Type.Integer({ minimum: 0, maximum: 9_999_999_999 });

/** Body of `POST /v1/edge/revocations`, edge access §19. */
export const RevocationBody = Type.Object(
  {
    type: Type.Union([
      Type.Literal('token'),
      Type.Literal('subject'),
      Type.Literal('asset'),
      Type.Literal('key'),
      Type.Literal('embed'),
    ]),
    value: Type.String({ minLength: 1, maxLength: 128 }),
    before: Type.Optional(seconds),
    reason: Type.Optional(Type.String({ maxLength: 500 })),
  },
  closed,
);
export type RevocationBody = Static<typeof RevocationBody>;

/** A standing revocation. Times are Unix seconds. */
export const RevocationView = Type.Object({
  id: Type.String(),
  seq: Type.Integer(),
  type: RevocationBody.properties.type,
  value: Type.String(),
  before: Type.Union([seconds, Type.Null()], {
    description: 'Tokens issued before this second; null: all of them.',
  }),
  expires_at: Type.Integer({ description: 'When every token that it can match has ended.' }),
  reason: Type.Union([Type.String(), Type.Null()]),
  created_at: Type.Integer(),
});
export type RevocationView = Static<typeof RevocationView>;

/** The end of a revocation, as it stands in the feed. */
export const RevocationTombstone = Type.Object({
  id: Type.String(),
  seq: Type.Integer(),
  removed: Type.Literal(true),
});

/** Answer of `GET /v1/edge/revocations`, edge access §12.3. */
export const RevocationFeed = Type.Object({
  entries: Type.Array(Type.Union([RevocationView, RevocationTombstone])),
  next_seq: Type.Integer({ description: '`since` of the next call.' }),
  snapshot: Type.Boolean({ description: 'True: the entries are all that stand, whatever was known before.' }),
});
export type RevocationFeed = Static<typeof RevocationFeed>;
