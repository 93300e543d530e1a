/** Values kept for a time when they cannot be asked for. */
const MAX_ENTRIES = 10_000;

/**
 * The same question, answered with what it was answered last while `isOutage` says that nobody answers. An unknown id
 * has no last answer: its failure is told. `onGone` hears of an id that was there before and is no more.
 */
export function lastGood<T>(
  load: (id: string) => Promise<T | null>,
  isOutage: (error: unknown) => boolean,
  onGone: (id: string) => void,
): (id: string) => Promise<T | null> {
  const known = new Map<string, T>();
  return async (id) => {
    try {
      const value = await load(id);
      const wasThere = known.delete(id);
      if (value !== null) known.set(id, value);
      else if (wasThere) onGone(id);
      const [oldest] = known.keys();
      if (known.size > MAX_ENTRIES && oldest !== undefined) known.delete(oldest);
      return value;
    } catch (error) {
      const last = known.get(id);
      if (last === undefined || !isOutage(error)) throw error;
      return last;
    }
  };
}
