import type { Presentation } from '@sluice/media';
import { type Selectable, sql } from 'kysely';
import type { Database, LiveRecordingsTable, Transaction } from '../../../ports/database.ts';

export type RecordingRow = Selectable<LiveRecordingsTable>;

/** A programme that is about to be recorded. */
export type RecordingFields = Pick<
  RecordingRow,
  'asset_id' | 'environment_id' | 'live_stream_id' | 'broadcast_id' | 'space_id' | 'holder'
>;

/** The clock is the database's: processes may disagree about the time. */
const inSeconds = (seconds: number) => sql<Date>`now() + make_interval(secs => ${seconds})`;

/** The beginning of a recording. Null where something is recorded of the stream already. */
export async function insertRecording(
  transaction: Transaction,
  fields: RecordingFields,
  leaseSeconds: number,
): Promise<RecordingRow | null> {
  const row = await transaction
    .insertInto('live_recordings')
    .values({ ...fields, lease_ends_at: inSeconds(leaseSeconds) })
    .onConflict((conflict) => conflict.column('live_stream_id').where('ended_at', 'is', null).doNothing())
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

/** Keeps a recording; tells whether it is still the holder's, and not to end. */
export async function renewRecording(
  database: Database,
  assetId: string,
  holder: string,
  leaseSeconds: number,
): Promise<boolean> {
  const row = await database
    .updateTable('live_recordings')
    .set({ lease_ends_at: inSeconds(leaseSeconds) })
    .where('asset_id', '=', assetId)
    .where('holder', '=', holder)
    .where('ended_at', 'is', null)
    .returning('is_completed')
    .executeTakeFirst();
  return row?.is_completed === false;
}

/** Whether a recording is still the holder's. */
export async function holdsRecording(database: Database, assetId: string, holder: string): Promise<boolean> {
  const found = await findRecording(database, assetId);
  return found?.holder === holder && found.ended_at === null;
}

/** What it consists of is known. False for one that is over. */
export async function saveRecordingModel(
  transaction: Transaction,
  assetId: string,
  model: Presentation,
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('live_recordings')
    .set({ model: JSON.stringify(model) })
    .where('asset_id', '=', assetId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Undefined where it has ended before, or is another process's. */
export function saveRecordingEnd(
  transaction: Transaction,
  { assetId, holder }: { readonly assetId: string; readonly holder: string },
  durationSeconds: number,
): Promise<RecordingRow | undefined> {
  return transaction
    .updateTable('live_recordings')
    .set({ ended_at: new Date(), duration_seconds: durationSeconds })
    .where('asset_id', '=', assetId)
    .where('holder', '=', holder)
    .where('ended_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
}

/** Has whoever records the stream end that. True where something is recorded. */
export async function askToEndRecording(transaction: Transaction, streamId: string): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('live_recordings')
    .set({ is_completed: true })
    .where('live_stream_id', '=', streamId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/**
 * Takes over recordings of spaces that `holder` runs now and another process ran before, whatever becomes of that one.
 * Those of `except` are left alone: broadcasts that this process has not let go of yet.
 */
export function takeMovedRecordings(
  database: Database,
  holder: string,
  leaseSeconds: number,
  except: readonly string[],
): Promise<RecordingRow[]> {
  return database
    .updateTable('live_recordings')
    .set({ holder, lease_ends_at: inSeconds(leaseSeconds) })
    .where('ended_at', 'is', null)
    .where('holder', '!=', holder)
    .where('broadcast_id', '!=', sql<string>`all(${except})`)
    .where((is) =>
      is.exists(
        is
          .selectFrom('space_leases')
          .select('space_leases.space_id')
          .whereRef('space_leases.space_id', '=', 'live_recordings.space_id')
          .where('space_leases.holder', '=', holder),
      ),
    )
    .returningAll()
    .execute();
}

/** Takes over recordings whose holders are gone, for as long as it takes to close them. */
export function takeLeftRecordings(database: Database, holder: string, leaseSeconds: number): Promise<RecordingRow[]> {
  return database
    .updateTable('live_recordings')
    .set({ holder, lease_ends_at: inSeconds(leaseSeconds) })
    .where('lease_ends_at', '<', sql<Date>`now()`)
    .where('ended_at', 'is', null)
    .returningAll()
    .execute();
}

export async function findRecording(database: Database, assetId: string): Promise<RecordingRow | null> {
  const row = await database
    .selectFrom('live_recordings')
    .selectAll()
    .where('asset_id', '=', assetId)
    .executeTakeFirst();
  return row ?? null;
}

/** The assets that streams are recorded as, the oldest first. */
export function listRecordings(database: Database, streamIds: readonly string[]) {
  return database
    .selectFrom('live_recordings')
    .select(['asset_id', 'live_stream_id', 'ended_at'])
    .where('live_stream_id', '=', sql<string>`any(${streamIds})`)
    .orderBy('seq')
    .execute();
}
