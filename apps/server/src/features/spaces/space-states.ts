import type { BroadcastControl } from '../../ports/broadcast-control.ts';
import type { Transaction } from '../../ports/database.ts';
import { type BroadcastParts, endBroadcast } from './broadcasts/broadcast-states.ts';
import { announceSpace } from './space-events.ts';
import { lockSpace, type SpaceRecord, saveSession } from './space-store.ts';

/** What connections make of a space (Mux contract §4.3, transitions). A space is named by its environment and its id. */
export interface SpaceStates {
  /** The first one is connected. False, and nothing happens, where the space is active already or gone. */
  setActive(environmentId: string, spaceId: string, sessionId: string): Promise<boolean>;
  /**
   * The last one is gone: running broadcasts are stopped, and the session is over. False, and nothing happens, where
   * another session runs already, or none, or `letGo` is false: it is asked as a part of the same transaction.
   */
  setIdle(
    environmentId: string,
    spaceId: string,
    sessionId: string,
    letGo?: (transaction: Transaction) => Promise<boolean>,
  ): Promise<boolean>;
}

const stopAll = async (control: BroadcastControl | null, { broadcasts }: SpaceRecord): Promise<void> => {
  const running = broadcasts.filter(({ status }) => status === 'active');
  for (const { id } of running) await control?.stop(id);
};

export function createSpaceStates({ database, liveStreams, control }: BroadcastParts): SpaceStates {
  return {
    setActive: (environmentId, spaceId, sessionId) =>
      database.transaction().execute(async (transaction) => {
        const space = await lockSpace(transaction, environmentId, spaceId);
        if (space === null || space.activeSessionId !== null) return false;
        await saveSession(transaction, spaceId, sessionId);
        await announceSpace(transaction, 'active', { ...space, activeSessionId: sessionId });
        return true;
      }),
    async setIdle(environmentId, spaceId, sessionId, letGo = async () => true) {
      const left = await database.transaction().execute(async (transaction) => {
        const space = await lockSpace(transaction, environmentId, spaceId);
        if (!(await letGo(transaction))) return null;
        if (space === null || space.activeSessionId !== sessionId) return null;
        await saveSession(transaction, spaceId, null);
        for (const { id } of space.broadcasts) await endBroadcast(transaction, liveStreams, environmentId, id);
        const broadcasts = space.broadcasts.map((broadcast) => ({ ...broadcast, status: 'idle' as const }));
        await announceSpace(transaction, 'idle', { ...space, activeSessionId: null, broadcasts });
        return space;
      });
      if (left !== null) await stopAll(control, left);
      return left !== null;
    },
  };
}
