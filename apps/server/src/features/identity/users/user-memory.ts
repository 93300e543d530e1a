import { dropOldest } from '../../../platform/drop-oldest.ts';
import type { Clock } from '../../../ports/clock.ts';

/** Which user an id at the identity provider means, as it was found a short while ago; null for none. */
export interface UserMemory {
  get(name: string): { readonly userId: string | null } | undefined;
  /**
   * What `look` finds, remembered unless users changed in the meantime. What is not found is remembered for a moment
   * alone.
   */
  remember(name: string, look: () => Promise<string | null>): Promise<string | null>;
  /** For when users changed, or may have. */
  forget(): void;
}

const MAX_ENTRIES = 10_000;
const FOUND_MS = 600_000;
const MISSED_MS = 30_000;

/** In this process; the least recently used is forgotten first. */
export function createUserMemory(clock: Clock): UserMemory {
  let entries = new Map<string, { readonly userId: string | null; readonly untilMs: number }>();
  return {
    get(name) {
      const entry = entries.get(name);
      entries.delete(name);
      if (entry === undefined || entry.untilMs <= clock.nowMs()) return undefined;
      entries.set(name, entry);
      return entry;
    },
    async remember(name, look) {
      const current = entries;
      const userId = await look();
      // Who was disabled between the look and now was found too early; the map that it goes into is nobody's any more.
      current.set(name, { userId, untilMs: clock.nowMs() + (userId === null ? MISSED_MS : FOUND_MS) });
      dropOldest(current, MAX_ENTRIES);
      return userId;
    },
    forget() {
      entries = new Map();
    },
  };
}
