import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { vaultErrors } from '../vault-error.ts';

/** A JSON body of the form of `schema`; what is wrong with it is told as `request_invalid`, no value repeated. */
export function readUploadBody<S extends TSchema>(schema: S, bytes: Uint8Array): Static<S> {
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw vaultErrors.invalidRequest('The body is not JSON.');
  }
  if (Value.Check(schema, body)) return body;
  const [fault] = Value.Errors(schema, body);
  throw vaultErrors.invalidRequest(`The body cannot be used: ${fault?.instancePath || 'it'} ${fault?.message}.`);
}
