import { MalformedMediaError, type Sample } from '@sluice/media';

/** Where a fragment of an encoder's output belongs in the film. */
export interface FragmentTiming {
  /** Decode time of the fragment's first sample on the encoder's clock, which starts at 0 with every chunk. */
  readonly decodeTimeTicks: number;
  /** The encoder's `media_time`: its clock when the chunk's first frame is shown. */
  readonly mediaTimeTicks: number;
  /** How many frames of the chunk come before the fragment. */
  readonly framesBefore: number;
  readonly ticksPerFrame: number;
  /** The start of the presentation on the film's media clock, as the init section's edit list says. */
  readonly presentationStartTicks: number;
}

/**
 * Samples on a decode clock without gaps, one frame each, and shown when their frame is, under one edit list for all
 * chunks whatever delay the encoder chose for each.
 * Throws MalformedMediaError unless the samples are exactly the next frames, beginning with one to decode from.
 */
export function retimeSamples(samples: readonly Sample[], timing: FragmentTiming): Sample[] {
  const { framesBefore, ticksPerFrame, presentationStartTicks } = timing;
  const shownAt = presentationTimes(samples, timing);
  assertNextFrames(shownAt, timing);
  if (samples[0]?.isSync !== true)
    throw new MalformedMediaError('A segment of video that does not begin with a key frame');
  return samples.map((sample, index) => ({
    ...sample,
    durationTicks: ticksPerFrame,
    compositionOffsetTicks: presentationStartTicks + (shownAt[index] ?? 0) - (framesBefore + index) * ticksPerFrame,
  }));
}

/** In decode order, counted from the first frame of the chunk. */
function presentationTimes(samples: readonly Sample[], { decodeTimeTicks, mediaTimeTicks }: FragmentTiming): number[] {
  let decodeTicks = decodeTimeTicks;
  return samples.map(({ durationTicks, compositionOffsetTicks }) => {
    const shownTicks = decodeTicks + compositionOffsetTicks - mediaTimeTicks;
    decodeTicks += durationTicks;
    return shownTicks;
  });
}

function assertNextFrames(shownAt: readonly number[], { framesBefore, ticksPerFrame }: FragmentTiming): void {
  const inOrder = shownAt.toSorted((a, b) => a - b);
  const wrong = inOrder.findIndex((ticks, index) => ticks !== (framesBefore + index) * ticksPerFrame);
  if (wrong !== -1) {
    throw new MalformedMediaError(`Frame ${framesBefore + wrong} of a chunk is shown at tick ${inOrder[wrong]}`);
  }
}
