import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { type Fault, identityErrors } from '../identity-error.ts';

type SchemaError = ReturnType<typeof Value.Errors>[number];

/** What is wrong with one member of a `place`, in the form of LynxVizion contract §6. */
function faultsOf(place: 'body' | 'query', { keyword, instancePath, message, params }: SchemaError): readonly Fault[] {
  const loc = [place, ...instancePath.split('/').slice(1)];
  if ('requiredProperties' in params) {
    return params.requiredProperties.map((name) => ({ loc: [...loc, name], msg: 'Field required', type: 'missing' }));
  }
  return [{ loc, msg: message, type: 'type' in params ? `${String(params.type)}_type` : keyword }];
}

function check<S extends TSchema>(place: 'body' | 'query', schema: S, value: unknown): Static<S> {
  if (Value.Check(schema, value)) return value;
  throw identityErrors.invalidBody(Value.Errors(schema, value).flatMap((error) => faultsOf(place, error)));
}

/** A JSON body of the form of `schema`; members that it does not name are ignored. Throws a 422 with every fault. */
export function readUserBody<S extends TSchema>(schema: S, bytes: Uint8Array): Static<S> {
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw identityErrors.invalidBody([{ loc: ['body'], msg: 'The body is not JSON.', type: 'json_invalid' }]);
  }
  return check('body', schema, body);
}

/** The query of a target as texts by name, of the form of `schema`. Throws a 422 with every fault, as a name that comes twice. */
export function readUserQuery<S extends TSchema>(schema: S, rawTarget: string): Static<S> {
  const start = rawTarget.indexOf('?');
  const given = [...new URLSearchParams(start < 0 ? '' : rawTarget.slice(start + 1))];
  const twice = given.find(([name], at) => given.findIndex(([other]) => other === name) < at);
  if (twice !== undefined) {
    throw identityErrors.invalidBody([{ loc: ['query', twice[0]], msg: 'It comes twice.', type: 'duplicate' }]);
  }
  return check('query', schema, Object.fromEntries(given));
}

const MAX_CHARACTERS = 100;

/** The name of a key: 1 to 100 characters, none of them a control character, white space around it taken off. */
export function readKeyName(text: string): string {
  const name = text.trim();
  const fault = (msg: string, type: string) => identityErrors.invalidBody([{ loc: ['body', 'name'], msg, type }]);
  if (name === '') throw fault('The name is empty.', 'string_too_short');
  if ([...name].length > MAX_CHARACTERS) throw fault('The name has more than 100 characters.', 'string_too_long');
  if (/\p{Cc}|\p{Cs}/u.test(name)) throw fault('The name has a control character.', 'string_pattern_mismatch');
  return name;
}
