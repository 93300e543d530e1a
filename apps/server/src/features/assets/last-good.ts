import { setTimeout as sleep } from 'node:timers/promises';
import { dropOldest } from '../../platform/drop-oldest.ts';

/** Values kept for a time when they cannot be asked for. */
const MAX_ENTRIES = 10_000;
/** Who asks again is not held up longer by somebody who hesitates. */
const PATIENCE_MS = 500;

export interface LastGoodOptions {
  /** Whether an error says that nobody answers. */
  readonly isOutage: (error: unknown) => boolean;
  /** Hears of an id that was there before and is no more. */
  readonly onGone: (id: string) => void;
}

/**
 * The same question, answered with what it was answered last while nobody answers, or not soon. An unknown id has no
 * last answer: it waits, and is told of a failure. An answer that comes late is the last one of the next question.
 */
export function lastGood<T>(
  load: (id: string) => Promise<T | null>,
  { isOutage, onGone }: LastGoodOptions,
): (id: string) => Promise<T | null> {
  const known = new Map<string, T>();

  async function ask(id: string): Promise<T | null> {
    const value = await load(id);
    const wasThere = known.delete(id);
    if (value !== null) known.set(id, value);
    else if (wasThere) onGone(id);
    dropOldest(known, MAX_ENTRIES);
    return value;
  }

  return async (id) => {
    const last = known.get(id);
    if (last === undefined) return ask(id);
    const asked = ask(id).catch((error: unknown) => {
      if (isOutage(error)) return last;
      throw error;
    });
    const impatience = new AbortController();
    const late = sleep(PATIENCE_MS, last, { signal: impatience.signal, ref: false });
    late.catch(() => undefined);
    try {
      return await Promise.race([asked, late]);
    } finally {
      impatience.abort();
      asked.catch(() => undefined);
    }
  };
}
