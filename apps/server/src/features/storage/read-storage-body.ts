import { fieldFaults, isStorageName } from '@sluice/contract';
import type { Static, TObject, TRecord } from 'typebox';
import { Value } from 'typebox/value';
import { storageErrors } from './storage-error.ts';

/** A JSON body of the form of `schema`; throws a 422 with every fault, none of which repeats a value. */
export function readStorageBody<S extends TObject | TRecord>(schema: S, bytes: Uint8Array): Static<S> {
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw storageErrors.invalidRequest([{ place: '', message: 'is not JSON' }]);
  }
  if (Value.Check(schema, body)) return body;
  throw storageErrors.invalidRequest(fieldFaults(schema, body));
}

/** The name in a path parameter, percent-decoded once; null for what cannot be one. */
export function nameInPath(raw: string | undefined): string | null {
  try {
    const name = decodeURIComponent(raw ?? '');
    return isStorageName(name) ? name : null;
  } catch {
    return null;
  }
}
