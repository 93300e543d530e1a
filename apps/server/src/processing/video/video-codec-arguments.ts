import type { Rung } from '@sluice/media';
import type { ProcessingSettings } from '../job/processing-settings.ts';

export type EncoderSettings = Pick<ProcessingSettings, 'x264Preset' | 'svtAv1Preset'>;

/** ffmpeg's name of each codec's encoder. */
export const videoEncoders = { h264: 'libx264', av1: 'libsvtav1' } as const;

/** A segment may run at this multiple of the rung's announced bit rate, over the time that the buffer below holds. */
const PEAK_PER_NOMINAL = 1.5;
const BUFFER_PER_NOMINAL = 3;

/**
 * Constant quality within a ceiling, 8-bit 4:2:0, and a key frame that begins a closed group exactly every
 * `segmentFrames` frames, counted from the first: so all rungs of a film can be switched at every segment.
 */
export function videoCodecArguments(rung: Rung, segmentFrames: number, settings: EncoderSettings): string[] {
  const keyFrames = ['-g', String(segmentFrames), '-keyint_min', String(segmentFrames)];
  if (rung.codec === 'av1') {
    const quality = ['-preset', String(settings.svtAv1Preset), '-crf', String(rung.crf)];
    return ['-c:v', videoEncoders.av1, ...quality, ...keyFrames];
  }
  return [
    ...['-c:v', videoEncoders.h264, '-preset', settings.x264Preset, '-profile:v', 'high'],
    ...['-crf', String(rung.crf)],
    ...['-maxrate', String(Math.round(rung.nominalBitrate * PEAK_PER_NOMINAL))],
    ...['-bufsize', String(Math.round(rung.nominalBitrate * BUFFER_PER_NOMINAL))],
    ...keyFrames,
    ...['-sc_threshold', '0', '-flags', '+cgop'],
  ];
}
