import { type Static, Type } from 'typebox';

/** Body of `POST /v1/edge/explain`: a request as a viewer would send it. */
export const ExplainBody = Type.Object(
  {
    url: Type.String({ minLength: 1, maxLength: 16_384, description: 'The whole URL or its path with query.' }),
    method: Type.Optional(Type.String({ minLength: 1, maxLength: 16, description: 'GET by default.' })),
    headers: Type.Optional(
      Type.Record(Type.String({ pattern: '^[A-Za-z0-9-]{1,64}$' }), Type.String({ maxLength: 16_384 })),
    ),
    ip: Type.Optional(
      Type.String({ maxLength: 64, description: "The viewer's address; the caller's own by default." }),
    ),
    at: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 9_999_999_999, description: 'Unix seconds; now by default.' }),
    ),
  },
  { additionalProperties: false },
);
export type ExplainBody = Static<typeof ExplainBody>;

const text = Type.Union([Type.String(), Type.Null()]);

/** The steps of edge access §9, in their order. */
export const explanationSteps = [
  ...(['method', 'path', 'policy', 'credential', 'syntax', 'key', 'signature', 'start', 'end'] as const),
  ...(['revocation', 'asset', 'paths', 'address', 'domain', 'user-agent', 'rate', 'existence'] as const),
] as const;

/** One step of edge access §9. Never holds a signature or a secret. */
export const ExplanationStep = Type.Object({
  step: Type.Enum(explanationSteps),
  result: Type.Enum(['ok', 'failed', 'not needed', 'not reached']),
  read: text,
  expected: text,
  advice: text,
});
export type ExplanationStep = Static<typeof ExplanationStep>;

/** Why a request is let through or refused. */
export const Explanation = Type.Object({
  decision: Type.Enum(['allow', 'refuse']),
  status: Type.Integer({ description: 'The status that the request would be answered with, as far as the gate goes.' }),
  code: text,
  at: Type.Integer({ description: 'Unix seconds.' }),
  steps: Type.Array(ExplanationStep),
});
export type Explanation = Static<typeof Explanation>;
