import type { TObject, TRecord } from 'typebox';
import { Value } from 'typebox/value';

/** What is wrong with one field. Never holds a value. */
export interface FieldFault {
  /** JSON pointer into what was given; empty for all of it. */
  readonly place: string;
  readonly message: string;
}

type SchemaError = ReturnType<typeof Value.Errors>[number];

/** What the schema says of the field, where it says it in words. */
function descriptionOf(schema: TObject | TRecord, place: string): string | null {
  const name = place.split('/')[1] ?? '';
  const { properties } = schema as Partial<TObject>;
  const field: unknown = properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : null;
  const { description, items } = Object(field) as { description?: unknown; items?: { description?: unknown } };
  const told = description ?? items?.description;
  return typeof told === 'string' ? told.replace(/\.$/, '') : null;
}

function faultOf(schema: TObject | TRecord, { instancePath, message, params }: SchemaError): FieldFault {
  const told = descriptionOf(schema, instancePath);
  if (told !== null) return { place: instancePath, message: `must be: ${told}` };
  const unknown = 'additionalProperties' in params ? `: ${String(params.additionalProperties)}` : '';
  return { place: instancePath, message: `${message}${unknown}` };
}

/** Everything that is wrong with the fields of an object, each place once in the words of the schema. */
export function fieldFaults(schema: TObject | TRecord, value: unknown): readonly FieldFault[] {
  const faults = Value.Errors(schema, value).map((error) => faultOf(schema, error));
  return [...new Map(faults.map((fault) => [`${fault.place}\n${fault.message}`, fault])).values()];
}
