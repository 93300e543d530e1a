import { type TSchema, Type } from 'typebox';
import type { ErrorFamily } from './route.ts';

/** Body of a refusal, by family. */
export const errorBodies: Record<ErrorFamily, { readonly contentType: string; readonly schema: TSchema }> = {
  media: { contentType: 'application/json', schema: Type.Object({ message: Type.String() }) },
  text: { contentType: 'text/plain', schema: Type.String() },
  edge: {
    contentType: 'application/json',
    schema: Type.Object({
      error: Type.Object({ code: Type.String(), message: Type.String(), request_id: Type.String() }),
    }),
  },
  problem: {
    contentType: 'application/problem+json',
    schema: Type.Object({
      type: Type.String(),
      title: Type.String(),
      status: Type.Integer(),
      detail: Type.String(),
      code: Type.String(),
      request_id: Type.String(),
    }),
  },
  vault: {
    contentType: 'application/json',
    schema: Type.Object({
      httpStatusCode: Type.Integer(),
      applicationStatusCode: Type.Literal('error'),
      entityStatusCode: Type.String(),
      message: Type.String(),
    }),
  },
  identity: {
    contentType: 'application/json',
    schema: Type.Object({
      detail: Type.Union([
        Type.String(),
        Type.Array(Type.Object({ loc: Type.Array(Type.String()), msg: Type.String(), type: Type.String() }), {
          description: 'Of 422 alone.',
        }),
      ]),
    }),
  },
  video: {
    contentType: 'application/json',
    schema: Type.Object({ error: Type.Object({ type: Type.String(), messages: Type.Array(Type.String()) }) }),
  },
};
