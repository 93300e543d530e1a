import type { Static, TSchema } from 'typebox';
import { Check } from 'typebox/value';
import type { StepLog } from '../../ports/film-job.ts';

/**
 * The recorded result of a step, or the result of doing it now, recorded before it is given back.
 * A record that does not fit the schema was written by another version of the program: the step is done anew.
 */
export async function once<Schema extends TSchema>(
  steps: StepLog,
  name: string,
  schema: Schema,
  work: () => Promise<Static<Schema>>,
): Promise<Static<Schema>> {
  const recorded = await recordedResult(steps, name, schema);
  if (recorded !== undefined) return recorded;
  const result = await work();
  await steps.record(name, result);
  return result;
}

/** The recorded result of a step if there is one that fits the schema. */
export async function recordedResult<Schema extends TSchema>(
  steps: StepLog,
  name: string,
  schema: Schema,
): Promise<Static<Schema> | undefined> {
  const recorded = await steps.find(name);
  return Check(schema, recorded) ? recorded : undefined;
}
