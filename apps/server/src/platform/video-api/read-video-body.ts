import { decodeUtf8, parseJsonObject } from '@sluice/access';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { videoErrors } from './video-error.ts';

type SchemaError = ReturnType<typeof Value.Errors>[number];

function sentencesOf({ instancePath, message, params }: SchemaError): readonly string[] {
  const at = instancePath.split('/').slice(1).join('.');
  if ('requiredProperties' in params) {
    return params.requiredProperties.map((name) => `${at === '' ? name : `${at}.${name}`} is required`);
  }
  return [`${at === '' ? 'The body' : at} ${message}`];
}

/**
 * A JSON body of the form of `schema`; no body is an empty object, and members that the schema does not name are
 * ignored: clients know more of them than are served. @throws {SluiceError} a 400 with every fault.
 */
export function readVideoBody<S extends TSchema>(schema: S, bytes: Uint8Array): Static<S> {
  const body = bytes.byteLength === 0 ? {} : parseJsonObject(decodeUtf8(bytes));
  if (body === null) throw videoErrors.invalid('The body must be a JSON object.');
  if (Value.Check(schema, body)) return body;
  throw videoErrors.invalid(...new Set(Value.Errors(schema, body).flatMap(sentencesOf)));
}
