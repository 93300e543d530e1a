import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { SluiceError } from '../../ports/sluice-error.ts';

/** A request that the edge API cannot read (edge access §19). */
export const invalidRequest = (detail: string): SluiceError =>
  new SluiceError('access/invalid-request', { status: 422, message: `The request cannot be read: ${detail}` });

/** A JSON body of the form of `schema`; throws a 422 that names the first thing wrong. */
export function readJson<S extends TSchema>(schema: S, bytes: Uint8Array): Static<S> {
  let body: unknown;
  try {
    body = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    throw invalidRequest('the body is not JSON.');
  }
  if (Value.Check(schema, body)) return body;
  const [first] = Value.Errors(schema, body);
  throw invalidRequest(
    first === undefined ? 'it has another form.' : `${first.instancePath || 'the body'} ${first.message}.`,
  );
}
