import { SourceRefused } from '../source/source-refused.ts';

/** Where in the film an artifact is taken from. */
export interface StartChoice {
  readonly seconds: number;
  /** True when nobody asked for this place, so another will do when there is no picture. */
  readonly mayMove: boolean;
}

export interface StartWish {
  /** As asked for; absent means the default. */
  readonly explicitSeconds: number | undefined;
  readonly defaultSeconds: number;
  /** How much film is wanted from there on. */
  readonly lengthSeconds: number;
  /** What the option is called on the wire, for the message. */
  readonly optionName: string;
}

/**
 * An explicit place is taken as it is and refused behind the end; the default is moved forward in a film that is too
 * short for it, to the middle at most for a still. Rejects by throwing `SourceRefused`.
 */
export function chooseStart(wish: StartWish, durationSeconds: number | null): StartChoice {
  const { explicitSeconds, defaultSeconds, lengthSeconds, optionName } = wish;
  if (explicitSeconds !== undefined) {
    if (durationSeconds !== null && explicitSeconds >= durationSeconds) {
      throw new SourceRefused(behindEnd(optionName, explicitSeconds, durationSeconds));
    }
    return { seconds: explicitSeconds, mayMove: false };
  }
  if (durationSeconds === null) return { seconds: defaultSeconds, mayMove: true };
  const latest = lengthSeconds > 0 ? Math.max(0, durationSeconds - lengthSeconds) : durationSeconds / 2;
  return { seconds: Math.min(defaultSeconds, latest), mayMove: true };
}

/** The sentence for a place where there is no film. */
export function behindEnd(optionName: string, seconds: number, durationSeconds: number | null): string {
  const length = durationSeconds === null ? 'ends before it' : `lasts ${durationSeconds.toFixed(2)} seconds`;
  return `There is no picture at ${seconds} seconds, the film ${length}: choose a smaller ${optionName}.`;
}
