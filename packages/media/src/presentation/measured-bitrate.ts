import type { StoredSegment } from './presentation.ts';

/** What a rendition's segments weigh and how long they last. */
export interface Measured {
  readonly segments: readonly StoredSegment[];
  readonly timescale: number;
}

/** All bits over all seconds, rounded up; 0 for a rendition without segments. */
export function averageBitsPerSecond({ segments, timescale }: Measured): number {
  const bytes = segments.reduce((sum, segment) => sum + segment.bytes, 0);
  const ticks = segments.reduce((sum, segment) => sum + segment.durationTicks, 0);
  return bitsPerSecond(bytes, ticks, timescale);
}

/**
 * RFC 8216 §4.3.4.2, peak segment bit rate: the largest of any run of neighbouring segments that lasts between 0.5 and
 * 1.5 target durations. So a last segment of a few frames, nearly all key frame, does not decide for the whole film.
 */
export function peakBitsPerSecond(measured: Measured): number {
  const { segments, timescale } = measured;
  const targetTicks = targetSeconds(measured) * timescale;
  let peak = 0;
  for (let first = 0; first < segments.length; first += 1) {
    let bytes = 0;
    let ticks = 0;
    for (let last = first; last < segments.length; last += 1) {
      bytes += segments[last]?.bytes ?? 0;
      ticks += segments[last]?.durationTicks ?? 0;
      if (ticks > 1.5 * targetTicks) break;
      if (ticks >= 0.5 * targetTicks) peak = Math.max(peak, bitsPerSecond(bytes, ticks, timescale));
    }
  }
  return Math.max(peak, averageBitsPerSecond(measured));
}

function targetSeconds({ segments, timescale }: Measured): number {
  return segments.reduce((longest, { durationTicks }) => Math.max(longest, Math.round(durationTicks / timescale)), 1);
}

function bitsPerSecond(bytes: number, ticks: number, timescale: number): number {
  return ticks === 0 ? 0 : Math.ceil((bytes * 8 * timescale) / ticks);
}
