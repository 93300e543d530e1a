import type { BroadcastControl, BroadcastOrder } from '../../../ports/broadcast-control.ts';
import { awaitStart, findRecordedBroadcast, listWaitingBroadcasts, stopElsewhere } from './broadcasts-elsewhere.ts';
import { closeRecording } from './close-recording.ts';
import {
  LEASE_SECONDS,
  type ProgrammeEnd,
  type ProgrammeParts,
  type RecordedProgramme,
  recordProgramme,
} from './record-programme.ts';
import { type RecordingRow, takeLeftRecordings, takeMovedRecordings } from './recording-store.ts';

/** A broadcast by its names. */
export type EndedBroadcast = Pick<BroadcastOrder, 'environmentId' | 'spaceId' | 'broadcastId'>;

export interface RecordingParts extends ProgrammeParts {
  /** A broadcast that nobody stopped does not run any more: it is to rest. */
  readonly onEnded: (broadcast: EndedBroadcast) => Promise<void>;
}

/** Broadcasts of the spaces of this process, and the closing of what others left behind. */
export interface BroadcastRecordings {
  readonly control: BroadcastControl;
  /**
   * Begins what another process was asked for, goes on with what others began of spaces that are here now, and closes
   * recordings whose process is gone. Call it every few seconds, and when a space came here.
   */
  sweep(): Promise<void>;
  /** Ends all programmes of this process. */
  stop(): Promise<void>;
}

interface Running extends RecordedProgramme {
  /** Also what is told of its end. */
  readonly settled: Promise<void>;
}

export function createBroadcastRecordings(parts: RecordingParts): BroadcastRecordings {
  const { database, stage, holder, log } = parts;
  /** By broadcast; from the moment that each begins until nothing is left to be told of it. */
  const running = new Map<string, Promise<Running>>();
  const stopped = new Set<string>();

  async function settle(order: BroadcastOrder, over: Promise<ProgrammeEnd>): Promise<void> {
    const { broadcastId } = order;
    try {
      const end = await over;
      // Who stops it says so as well.
      if (end === 'ended' && !stopped.has(broadcastId)) await parts.onEnded(order);
    } catch (err) {
      // Its lease runs out, and then it is closed again.
      log.error({ err, broadcastId }, 'the end of a broadcast could not be recorded');
    } finally {
      running.delete(broadcastId);
      stopped.delete(broadcastId);
    }
  }

  async function startHere(order: BroadcastOrder, left: RecordingRow | null = null): Promise<void> {
    // A sweep may have found it in the moment between its being taken and its being begun.
    const known = running.get(order.broadcastId);
    if (known !== undefined) return void (await known);
    const starting = recordProgramme(parts, order, left).then((recorded) => ({
      ...recorded,
      settled: settle(order, recorded.over),
    }));
    running.set(order.broadcastId, starting);
    starting.catch(() => running.delete(order.broadcastId));
    await starting;
  }

  const control: BroadcastControl = {
    start: (order) => (stage.look(order.spaceId) === null ? awaitStart(database, order.broadcastId) : startHere(order)),
    async stop(broadcastId) {
      const found = await running.get(broadcastId);
      if (found === undefined) return stopElsewhere(database, broadcastId);
      stopped.add(broadcastId);
      found.stop();
      await found.over;
    },
  };

  async function beginWaiting(): Promise<void> {
    for (const order of await listWaitingBroadcasts(database)) {
      if (running.has(order.broadcastId) || stage.look(order.spaceId) === null) continue;
      await startHere(order).catch(async (err: unknown) => {
        log.warn({ err, broadcastId: order.broadcastId }, 'a broadcast could not begin');
        await parts.onEnded(order);
      });
    }
  }

  /** What was recorded of a space that came here from a process that is gone goes on, unless it is to end anyway. */
  async function takeUp(left: RecordingRow): Promise<void> {
    const { asset_id: assetId, broadcast_id: broadcastId, environment_id: environmentId, space_id: spaceId } = left;
    const order = left.is_completed ? null : await findRecordedBroadcast(database, assetId);
    try {
      if (order !== null && left.model !== null) {
        log.info({ assetId, broadcastId }, 'going on with a broadcast that its process left');
        return await startHere(order, left);
      }
    } catch (err) {
      log.warn({ err, broadcastId }, 'a broadcast could not go on');
    }
    await closeRecording(parts, assetId);
    // One that nobody could see yet begins anew.
    if (order === null || left.model !== null) await parts.onEnded({ environmentId, spaceId, broadcastId });
  }

  return {
    control,
    async sweep() {
      for (const left of await takeMovedRecordings(database, holder, LEASE_SECONDS, [...running.keys()])) {
        await takeUp(left);
      }
      await beginWaiting();
      for (const left of await takeLeftRecordings(database, holder, LEASE_SECONDS)) {
        const { broadcast_id: broadcastId, environment_id: environmentId, space_id: spaceId } = left;
        // One of our own whose lease could not be renewed in time.
        if (running.has(broadcastId)) continue;
        log.warn({ assetId: left.asset_id }, 'closing a recording that its process left');
        await closeRecording(parts, left.asset_id);
        await parts.onEnded({ environmentId, spaceId, broadcastId });
      }
    },
    async stop() {
      const all = await Promise.allSettled([...running.values()]);
      for (const one of all) if (one.status === 'fulfilled') one.value.stop();
      await Promise.allSettled(all.map((one) => (one.status === 'fulfilled' ? one.value.settled : undefined)));
    },
  };
}
