import type { Rung } from '@sluice/media';
import { audioRendition } from '../audio/audio-rendition.ts';
import { fragmentedMp4 } from '../tools/fragmented-mp4.ts';
import { plainRun } from '../tools/tool-input.ts';
import { videoCodecArguments } from '../video/video-codec-arguments.ts';
import type { ProgrammeSettings } from './programme-settings.ts';
import { CHANNELS, SAMPLE_RATE } from './sound/sample-line.ts';

export interface EncoderForm {
  readonly width: number;
  readonly height: number;
  readonly rungs: readonly Rung[];
  readonly settings: ProgrammeSettings;
}

/** What comes in is known: nothing of it is looked at first. */
const KNOWN_INPUT = ['-probesize', '32', '-analyzeduration', '0', '-thread_queue_size', '32'];
const AUDIO_FRAGMENT_MICROSECONDS = '500000';

function split(rungs: readonly Rung[]): string {
  const copies = rungs.map((_, index) => `[c${index}]`).join('');
  const scaled = rungs.map(
    ({ width, height }, index) => `[c${index}]scale=${width}:${height}:flags=bicubic[v${index}]`,
  );
  return [`[0:v]split=${rungs.length}${copies}`, ...scaled].join(';');
}

/**
 * Raw frames and samples to one output pipe for each rung, the sound's behind them, and behind that the two input pipes.
 * Pictures are encoded in the order in which they are shown, so the segments of a programme need no edit list.
 */
export function encoderArguments({ width, height, rungs, settings }: EncoderForm): string[] {
  const { frameRate, segmentSeconds, x264Preset } = settings;
  const segmentFrames = frameRate * segmentSeconds;
  const [audioPipe, framesPipe, samplesPipe] = [0, 1, 2].map((more) => `pipe:${3 + rungs.length + more}`) as [
    string,
    string,
    string,
  ];
  const video = rungs.flatMap((rung, index) => [
    ...['-map', `[v${index}]`, ...videoCodecArguments(rung, segmentFrames, { x264Preset, svtAv1Preset: 0 })],
    ...['-bf', '0', '-rc-lookahead', '10', ...fragmentedMp4('+frag_keyframe', `pipe:${3 + index}`)],
  ]);
  return [
    ...plainRun,
    ...[...KNOWN_INPUT, '-f', 'rawvideo', '-pixel_format', 'yuv420p', '-video_size', `${width}x${height}`],
    ...['-framerate', String(frameRate), '-i', framesPipe],
    ...[...KNOWN_INPUT, '-f', 's16le', '-ar', String(SAMPLE_RATE), '-ac', String(CHANNELS), '-i', samplesPipe],
    ...['-filter_complex', split(rungs)],
    ...video,
    ...['-map', '1:a', '-c:a', 'aac', '-b:a', String(audioRendition.bitsPerSecond)],
    ...['-frag_duration', AUDIO_FRAGMENT_MICROSECONDS, ...fragmentedMp4('', audioPipe)],
  ];
}
