/** Channels of the programme's sound, interleaved. */
export const CHANNELS = 2;
export const SAMPLE_RATE = 48_000;

/**
 * The sound of one track on the programme's clock, which counts samples. It is written where its time stamps say, a
 * little ahead of where it is read; where nothing was written there is silence.
 */
export interface SampleLine {
  /** `timestamp` counts samples as well, from anywhere, and wraps at 2³². */
  write(timestamp: number, channels: readonly Float32Array[]): void;
  /** Adds what stands at `from` to `onto` and takes it away. */
  mixInto(onto: Float32Array, from: number): void;
}

export interface SampleLineOptions {
  /** How far ahead of the reading the first sample is put. */
  readonly delaySamples: number;
  /** More than that ahead, and it is brought back to the delay. */
  readonly maxAheadSamples: number;
}

const wrapped = (later: number, earlier: number): number => (later - earlier) | 0;

/** `position` is where reading begins. */
export function createSampleLine({ delaySamples, maxAheadSamples }: SampleLineOptions, position: number): SampleLine {
  const capacity = maxAheadSamples * 2;
  const ring = new Float32Array(capacity * CHANNELS);
  let readAt = position;
  let anchor: { timestamp: number; at: number } | null = null;

  /** Where the sample with this time stamp belongs; a new beginning when that is over already, or far away. */
  function placeOf(timestamp: number, length: number): number {
    const at = anchor === null ? -1 : anchor.at + wrapped(timestamp, anchor.timestamp);
    const isUsable = at >= readAt && at + length <= readAt + maxAheadSamples;
    const place = isUsable ? at : readAt + delaySamples;
    anchor = { timestamp, at: place };
    return place;
  }

  return {
    write(timestamp, channels) {
      const [left, right = left] = channels;
      if (left === undefined || right === undefined) return;
      const at = placeOf(timestamp, left.length);
      for (let index = 0; index < left.length; index += 1) {
        const slot = ((at + index) % capacity) * CHANNELS;
        ring[slot] = left[index] ?? 0;
        ring[slot + 1] = right[index] ?? 0;
      }
    },
    mixInto(onto, from) {
      const count = onto.length / CHANNELS;
      for (let index = 0; index < count; index += 1) {
        const slot = ((from + index) % capacity) * CHANNELS;
        for (let channel = 0; channel < CHANNELS; channel += 1) {
          onto[index * CHANNELS + channel] = (onto[index * CHANNELS + channel] ?? 0) + (ring[slot + channel] ?? 0);
          ring[slot + channel] = 0;
        }
      }
      readAt = from + count;
    },
  };
}
