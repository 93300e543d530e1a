/** How long someone who is not heard any more still speaks: pauses between words are no silence. */
const HOLD_MS = 2_000;

/** Who speaks, from what is heard in each interval. */
export interface SpeakerList<T> {
  /** `heard`: loudest first. `dominant`: who has the floor. Returns the whole list after a change, else null. */
  update(nowMs: number, heard: readonly T[], dominant: T | null): readonly T[] | null;
  /** Who is not there any more; the next update leaves them out. */
  forget(speaker: T): void;
}

const isSame = <T>(one: readonly T[], other: readonly T[]): boolean =>
  one.length === other.length && one.every((item, index) => item === other[index]);

/**
 * The dominant speaker stands first, the others stay in the order in which they began: the list changes when someone
 * begins, ends or takes the floor, and not with every syllable.
 */
export function createSpeakerList<T>(): SpeakerList<T> {
  const heardAtMs = new Map<T, number>();
  let last: readonly T[] = [];

  function order(dominant: T | null): T[] {
    const all = [...heardAtMs.keys()];
    if (dominant === null || !heardAtMs.has(dominant)) return all;
    return [dominant, ...all.filter((speaker) => speaker !== dominant)];
  }

  return {
    update(nowMs, heard, dominant) {
      for (const speaker of heard) heardAtMs.set(speaker, nowMs);
      for (const [speaker, atMs] of heardAtMs) if (nowMs - atMs > HOLD_MS) heardAtMs.delete(speaker);
      const next = order(dominant);
      if (isSame(next, last)) return null;
      last = next;
      return next;
    },
    forget: (speaker) => void heardAtMs.delete(speaker),
  };
}
