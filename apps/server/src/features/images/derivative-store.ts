import type { Database, ImageDerivativesTable } from '../../ports/database.ts';

/** A kept picture and what it was made from. */
export type Derivative = Omit<
  { readonly [Column in keyof ImageDerivativesTable]: ImageDerivativesTable[Column] },
  'created_at'
>;

export async function findDerivative(database: Database, objectKey: string): Promise<Derivative | null> {
  const row = await database
    .selectFrom('image_derivatives')
    .select(['object_key', 'source_key', 'source_hash', 'source_etag', 'recipe', 'object_etag'])
    .where('object_key', '=', objectKey)
    .executeTakeFirst();
  return row ?? null;
}

/** The last to write an object is the last to record it, or its record does not fit the object and counts for nothing. */
export async function recordDerivative(database: Database, derivative: Derivative): Promise<void> {
  await database
    .insertInto('image_derivatives')
    .values(derivative)
    .onConflict((conflict) => conflict.column('object_key').doUpdateSet({ ...derivative, created_at: new Date() }))
    .execute();
}
