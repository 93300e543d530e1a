import { videoErrors } from '../../../platform/video-api/video-error.ts';
import type { BroadcastControl } from '../../../ports/broadcast-control.ts';
import type { Database, Transaction } from '../../../ports/database.ts';
import { announceBroadcast } from '../space-events.ts';
import { lockSpace, type SpaceRecord } from '../space-store.ts';
import { type BroadcastRow, saveBroadcastStatus } from './broadcast-store.ts';

/** What spaces ask of live streams. */
export interface LiveStreams {
  /** Null where the environment has no such stream. */
  find(
    database: Database,
    environmentId: string,
    id: string,
  ): Promise<{ readonly id: string; readonly streamKey: string; readonly isDisabled: boolean } | null>;
  /** Ends what is recorded of it. Part of the transaction that ends the broadcast. */
  complete(transaction: Transaction, environmentId: string, id: string): Promise<void>;
}

export interface BroadcastParts {
  readonly database: Database;
  readonly liveStreams: LiveStreams;
  /** Null where this deployment cannot compose spaces. */
  readonly control: BroadcastControl | null;
}

/** Starts and stops what is stored and what runs, together. */
export interface BroadcastStates {
  /** @throws {SluiceError} 400 where it runs, or cannot. */
  start(environmentId: string, spaceId: string, broadcastId: string): Promise<void>;
  /** @throws {SluiceError} 400 where it does not run. */
  stop(environmentId: string, spaceId: string, broadcastId: string): Promise<void>;
  /** For a programme that ended by itself. Silent where that is known. */
  ended(environmentId: string, spaceId: string, broadcastId: string): Promise<void>;
}

/** The broadcast in that space, which stays as it is until the transaction ends. @throws {SluiceError} 404. */
export async function requireBroadcast(
  transaction: Transaction,
  environmentId: string,
  spaceId: string,
  broadcastId: string,
): Promise<{ readonly space: SpaceRecord; readonly broadcast: BroadcastRow }> {
  const space = await lockSpace(transaction, environmentId, spaceId);
  const broadcast = space?.broadcasts.find(({ id }) => id === broadcastId);
  if (space === null || broadcast === undefined) throw videoErrors.notFound();
  return { space, broadcast };
}

/** Puts a broadcast to rest, completes its live stream and tells of it. False where it rested. */
export async function endBroadcast(
  transaction: Transaction,
  liveStreams: LiveStreams,
  environmentId: string,
  broadcastId: string,
): Promise<boolean> {
  const ended = await saveBroadcastStatus(transaction, broadcastId, 'idle');
  if (ended === undefined) return false;
  await liveStreams.complete(transaction, environmentId, ended.live_stream_id);
  await announceBroadcast(transaction, 'idle', environmentId, ended);
  return true;
}

export function createBroadcastStates({ database, liveStreams, control }: BroadcastParts): BroadcastStates {
  /** Takes the broadcast for whoever starts it first, and says what is to be sent where. */
  const take = (environmentId: string, spaceId: string, broadcastId: string) =>
    database.transaction().execute(async (transaction) => {
      const { space, broadcast } = await requireBroadcast(transaction, environmentId, spaceId, broadcastId);
      const { activeSessionId: sessionId } = space;
      if (sessionId === null) throw videoErrors.invalid('The space is not active: nobody is connected to it.');
      if (broadcast.status === 'active') throw videoErrors.invalid('The broadcast is already active.');
      const liveStream = await liveStreams.find(transaction, environmentId, broadcast.live_stream_id);
      if (liveStream === null || liveStream.isDisabled) throw videoErrors.invalid('The live stream is disabled.');
      if (control === null) throw videoErrors.invalid('This server cannot compose spaces for a broadcast.');
      await saveBroadcastStatus(transaction, broadcastId, 'active');
      const { layout, resolution, background } = broadcast;
      return {
        control,
        order: { environmentId, spaceId, sessionId, broadcastId, layout, resolution, background, liveStream },
      };
    });

  const tellStart = (environmentId: string, spaceId: string, broadcastId: string): Promise<boolean> =>
    database.transaction().execute(async (transaction) => {
      const space = await lockSpace(transaction, environmentId, spaceId);
      const broadcast = space?.broadcasts.find(({ id, status }) => id === broadcastId && status === 'active');
      if (broadcast === undefined) return false;
      await announceBroadcast(transaction, 'active', environmentId, broadcast);
      return true;
    });

  const end = (environmentId: string, broadcastId: string) =>
    database.transaction().execute((transaction) => endBroadcast(transaction, liveStreams, environmentId, broadcastId));

  return {
    async start(environmentId, spaceId, broadcastId) {
      const { control: taken, order } = await take(environmentId, spaceId, broadcastId);
      try {
        await taken.start(order);
      } catch (error) {
        await database.transaction().execute((transaction) => saveBroadcastStatus(transaction, broadcastId, 'idle'));
        throw error;
      }
      // The last one may have left meanwhile.
      if (!(await tellStart(environmentId, spaceId, broadcastId))) await taken.stop(broadcastId);
    },
    async stop(environmentId, spaceId, broadcastId) {
      await database.transaction().execute(async (transaction) => {
        const { broadcast } = await requireBroadcast(transaction, environmentId, spaceId, broadcastId);
        if (broadcast.status === 'idle') throw videoErrors.invalid('The broadcast is not active.');
      });
      await control?.stop(broadcastId);
      await end(environmentId, broadcastId);
    },
    async ended(environmentId, _spaceId, broadcastId) {
      await end(environmentId, broadcastId);
    },
  };
}
