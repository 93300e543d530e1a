import { videoErrors } from '../../../platform/video-api/video-error.ts';
import type { BroadcastControl, BroadcastOrder } from '../../../ports/broadcast-control.ts';
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

/** A broadcast in its place. */
export type BroadcastName = readonly [environmentId: string, spaceId: string, broadcastId: string];

/** Starts and stops what is stored and what runs, together. */
export interface BroadcastStates {
  /** @throws {SluiceError} 400 where it runs, or cannot. */
  start(...name: BroadcastName): Promise<void>;
  /** @throws {SluiceError} 400 where it does not run. */
  stop(...name: BroadcastName): Promise<void>;
  /** For a programme that ended by itself. Silent where that is known. */
  ended(...name: BroadcastName): Promise<void>;
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

/** Takes the broadcast for whoever starts it first, and says what is to be sent where. */
async function takeBroadcast(
  transaction: Transaction,
  { liveStreams, control }: BroadcastParts,
  [environmentId, spaceId, broadcastId]: BroadcastName,
): Promise<{ readonly control: BroadcastControl; readonly order: BroadcastOrder }> {
  const { space, broadcast } = await requireBroadcast(transaction, environmentId, spaceId, broadcastId);
  const { activeSessionId: sessionId } = space;
  if (sessionId === null) throw videoErrors.invalid('The space is not active: nobody is connected to it.');
  if (broadcast.status === 'active') throw videoErrors.invalid('The broadcast is already active.');
  const liveStream = await liveStreams.find(transaction, environmentId, broadcast.live_stream_id);
  if (liveStream === null || liveStream.isDisabled) throw videoErrors.invalid('The live stream is disabled.');
  if (control === null) throw videoErrors.invalid('This server cannot compose spaces for a broadcast.');
  await saveBroadcastStatus(transaction, broadcastId, 'active');
  const { layout, resolution, background } = broadcast;
  const { id, streamKey } = liveStream;
  const shown = { layout, resolution, background, liveStream: { id, streamKey } };
  return { control, order: { environmentId, spaceId, sessionId, broadcastId, ...shown } };
}

/** Tells that a broadcast runs. False where it was ended meanwhile. */
async function tellStart(
  transaction: Transaction,
  [environmentId, spaceId, broadcastId]: BroadcastName,
): Promise<boolean> {
  const space = await lockSpace(transaction, environmentId, spaceId);
  const broadcast = space?.broadcasts.find(({ id, status }) => id === broadcastId && status === 'active');
  if (broadcast === undefined) return false;
  await announceBroadcast(transaction, 'active', environmentId, broadcast);
  return true;
}

async function requireActive(transaction: Transaction, name: BroadcastName): Promise<void> {
  const { broadcast } = await requireBroadcast(transaction, ...name);
  if (broadcast.status === 'idle') throw videoErrors.invalid('The broadcast is not active.');
}

export function createBroadcastStates(parts: BroadcastParts): BroadcastStates {
  const { database, liveStreams } = parts;
  const within = <T>(work: (transaction: Transaction) => Promise<T>): Promise<T> =>
    database.transaction().execute(work);
  const ended = async (...[environmentId, , broadcastId]: BroadcastName): Promise<void> => {
    await within((transaction) => endBroadcast(transaction, liveStreams, environmentId, broadcastId));
  };
  return {
    async start(...name) {
      const { control, order } = await within((transaction) => takeBroadcast(transaction, parts, name));
      const { broadcastId } = order;
      try {
        await control.start(order);
      } catch (error) {
        await within((transaction) => saveBroadcastStatus(transaction, broadcastId, 'idle'));
        throw error;
      }
      // The last one may have left meanwhile.
      if (!(await within((transaction) => tellStart(transaction, name)))) await control.stop(broadcastId);
    },
    async stop(...name) {
      await within((transaction) => requireActive(transaction, name));
      await parts.control?.stop(name[2]);
      await ended(...name);
    },
    ended,
  };
}
