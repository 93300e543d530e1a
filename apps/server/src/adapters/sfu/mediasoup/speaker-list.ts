/** How long someone in doubt still speaks: pauses between words are no silence. */
const HOLD_MS = 1_200;
/** The floor goes to who is louder by so many decibels than who has it: two who are as loud do not take turns. */
const FLOOR_DB = 3;

export interface Heard<T> {
  readonly speaker: T;
  /** Mean over the time that was listened for, in decibels below the loudest possible (0). */
  readonly level: number;
}

/** Who speaks, and of whom that is in doubt. */
export interface SpeakerList<T> {
  /** These are heard, whether or not they spoke before. */
  hear(speakers: readonly T[]): void;
  /** So loud were those who were listened to together: the loudest one takes the floor. */
  weigh(heard: readonly Heard<T>[]): void;
  /** This one was not heard when it should have been. */
  doubt(nowMs: number, speaker: T): void;
  /** Who is not there any more. */
  forget(speaker: T): void;
  /** True of who speaks beyond doubt. */
  isSure(speaker: T): boolean;
  /** Lets those go who were in doubt for long. Returns the whole list after a change, else null. */
  update(nowMs: number): readonly T[] | null;
  /** When the next one goes, unless it is heard again; null where all are sure. */
  readonly nextEndMs: number | null;
}

const isSame = <T>(one: readonly T[], other: readonly T[]): boolean =>
  one.length === other.length && one.every((item, index) => item === other[index]);

/** Who takes the floor of those that were listened to together, if anybody does. */
function taker<T>(heard: readonly Heard<T>[], holder: T | null): T | null {
  const loudest = heard.reduce<Heard<T> | null>((best, one) => (best && best.level >= one.level ? best : one), null);
  const held = heard.find(({ speaker }) => speaker === holder);
  if (loudest === null || (held !== undefined && loudest.level - held.level < FLOOR_DB)) return holder;
  return loudest.speaker;
}

/**
 * Who has the floor stands first, the others stay in the order in which they began: the list changes when someone
 * begins, ends or takes the floor, and not with every syllable.
 */
export function createSpeakerList<T>(): SpeakerList<T> {
  /** Since when each one is in doubt. */
  const doubtedAtMs = new Map<T, number | null>();
  let floor: T | null = null;
  let last: readonly T[] = [];

  function order(): T[] {
    const all = [...doubtedAtMs.keys()];
    if (floor === null || !doubtedAtMs.has(floor)) floor = all[0] ?? null;
    return floor === null ? all : [floor, ...all.filter((speaker) => speaker !== floor)];
  }

  return {
    hear: (speakers) => {
      for (const speaker of speakers) doubtedAtMs.set(speaker, null);
    },
    weigh(heard) {
      floor = taker(heard, floor);
    },
    doubt(nowMs, speaker) {
      if (doubtedAtMs.get(speaker) === null) doubtedAtMs.set(speaker, nowMs);
    },
    forget: (speaker) => void doubtedAtMs.delete(speaker),
    isSure: (speaker) => doubtedAtMs.get(speaker) === null,
    update(nowMs) {
      for (const [speaker, atMs] of doubtedAtMs) {
        if (atMs !== null && nowMs - atMs >= HOLD_MS) doubtedAtMs.delete(speaker);
      }
      const next = order();
      if (isSame(next, last)) return null;
      last = next;
      return next;
    },
    get nextEndMs() {
      const ends = [...doubtedAtMs.values()].filter((atMs) => atMs !== null);
      return ends.length === 0 ? null : Math.min(...ends) + HOLD_MS;
    },
  };
}
