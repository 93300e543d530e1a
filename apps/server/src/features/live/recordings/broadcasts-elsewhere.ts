import { setTimeout as sleep } from 'node:timers/promises';
import { videoErrors } from '../../../platform/video-api/video-error.ts';
import type { BroadcastOrder } from '../../../ports/broadcast-control.ts';
import type { Database } from '../../../ports/database.ts';

const LOOK_MS = 200;
/** Processes look for what they are to begin every five seconds, and for what is to end every two. */
const START_MS = 12_000;
const STOP_MS = 15_000;

/** Broadcasts of active spaces that are taken as running, with what is recorded of them. */
const runningBroadcasts = (database: Database) =>
  database
    .selectFrom('space_broadcasts')
    .innerJoin('spaces', 'spaces.id', 'space_broadcasts.space_id')
    .innerJoin('live_streams', 'live_streams.id', 'space_broadcasts.live_stream_id')
    .leftJoin('live_recordings', (join) =>
      join.onRef('live_recordings.broadcast_id', '=', 'space_broadcasts.id').on('live_recordings.ended_at', 'is', null),
    )
    .selectAll('space_broadcasts')
    .select(['spaces.environment_id', 'spaces.active_session_id', 'live_streams.stream_key'])
    .where('space_broadcasts.status', '=', 'active');

type RunningRow = Awaited<ReturnType<ReturnType<typeof runningBroadcasts>['execute']>>[number];

function ordersOf(rows: readonly RunningRow[]): BroadcastOrder[] {
  return rows.flatMap(({ active_session_id: sessionId, ...row }) => {
    const { layout, resolution, background } = row;
    const liveStream = { id: row.live_stream_id, streamKey: row.stream_key };
    const names = { environmentId: row.environment_id, spaceId: row.space_id, broadcastId: row.id };
    return sessionId === null ? [] : [{ ...names, sessionId, layout, resolution, background, liveStream }];
  });
}

/** Broadcasts that are taken as running and of which nothing is recorded, in whichever process their spaces are. */
export async function listWaitingBroadcasts(database: Database): Promise<readonly BroadcastOrder[]> {
  return ordersOf(await runningBroadcasts(database).where('live_recordings.asset_id', 'is', null).execute());
}

/** What a recording is made of; null where its broadcast is not to run any more. */
export async function findRecordedBroadcast(database: Database, assetId: string): Promise<BroadcastOrder | null> {
  const rows = await runningBroadcasts(database).where('live_recordings.asset_id', '=', assetId).execute();
  return ordersOf(rows)[0] ?? null;
}

const findRunning = (database: Database, broadcastId: string) =>
  database
    .selectFrom('live_recordings')
    .select('asset_id')
    .where('broadcast_id', '=', broadcastId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();

async function poll(isReached: () => Promise<boolean>, forMs: number): Promise<boolean> {
  for (const endMs = performance.now() + forMs; performance.now() < endMs; await sleep(LOOK_MS)) {
    if (await isReached()) return true;
  }
  return false;
}

/** Waits until the process that runs the space has begun. @throws {SluiceError} 400 where it does not. */
export async function awaitStart(database: Database, broadcastId: string): Promise<void> {
  const hasBegun = await poll(async () => (await findRunning(database, broadcastId)) !== undefined, START_MS);
  if (!hasBegun) throw videoErrors.invalid('The server that runs the space has not begun the broadcast; see its log.');
}

/** Has whoever records the broadcast end that, and waits for it as long as that takes. */
export async function stopElsewhere(database: Database, broadcastId: string): Promise<void> {
  await database
    .updateTable('live_recordings')
    .set({ is_completed: true })
    .where('broadcast_id', '=', broadcastId)
    .where('ended_at', 'is', null)
    .execute();
  await poll(async () => (await findRunning(database, broadcastId)) === undefined, STOP_MS);
}
