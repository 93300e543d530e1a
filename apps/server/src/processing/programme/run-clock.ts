import type { Logger } from '../../platform/logger.ts';
import type { WallClock } from './live/live-rendition.ts';
import { yuvBytes } from './picture/yuv-picture.ts';
import { firstSampleOf, nextBeat } from './programme-clock.ts';
import type { ProgrammeSettings } from './programme-settings.ts';
import { CHANNELS, SAMPLE_RATE } from './sound/sample-line.ts';
import { toPcm16 } from './sound/to-pcm16.ts';
import type { StageMix } from './stage-mix.ts';
import type { Encoder } from './start-encoder.ts';

export interface ClockParts {
  readonly encoder: Encoder;
  readonly mix: Pick<StageMix, 'draw' | 'mixSound'>;
  readonly settings: ProgrammeSettings;
  readonly width: number;
  readonly height: number;
  /** Ends the programme. */
  readonly signal: AbortSignal;
  readonly log: Logger;
}

export interface RunningClock {
  readonly wallClock: WallClock;
  /** Resolves when the signal was aborted. */
  readonly ended: Promise<void>;
}

/** Has a frame and its share of the sound made for each step of the clock and gives them to the encoder. */
export function runClock({ encoder, mix, settings, width, height, signal, log }: ClockParts): RunningClock {
  const { frameRate } = settings;
  const spare: Uint8Array[] = [];
  const ended = Promise.withResolvers<void>();
  let startMs = performance.now();
  let framesDone = 0;
  /** Where time was left out: from this moment of the programme on it is so much later. */
  const epochs = [{ fromSeconds: 0, startedAtMs: Date.now() }];

  function makeFrame(): void {
    const frame = spare.pop() ?? new Uint8Array(yuvBytes(width, height));
    mix.draw(frame);
    const from = firstSampleOf(framesDone, frameRate, SAMPLE_RATE);
    framesDone += 1;
    const sound = new Float32Array((firstSampleOf(framesDone, frameRate, SAMPLE_RATE) - from) * CHANNELS);
    mix.mixSound(sound, from);
    encoder.write(frame, toPcm16(sound), () => spare.push(frame));
  }

  function leaveOut(ms: number): void {
    startMs += ms;
    const fromSeconds = framesDone / frameRate;
    epochs.push({ fromSeconds, startedAtMs: Date.now() - fromSeconds * 1000 });
    log.warn(
      { event: 'programme-cut', ms: Math.round(ms) },
      'the encoder is too slow: part of a broadcast was left out',
    );
  }

  function step(): void {
    if (signal.aborted) {
      ended.resolve();
      return;
    }
    const elapsedMs = performance.now() - startMs;
    const beat = nextBeat({ elapsedMs, framesDone, frameRate, hasRoom: encoder.hasRoom() });
    if (beat.kind === 'frame') makeFrame();
    if (beat.kind === 'skip') leaveOut(beat.ms);
    // Packets that wait in the sockets come first, also where frames are to be made up for.
    if (beat.kind === 'wait') setTimeout(step, beat.ms);
    else setImmediate(step);
  }

  step();
  return {
    ended: ended.promise,
    wallClock: (seconds) => {
      const epoch = epochs.findLast(({ fromSeconds }) => fromSeconds <= seconds) ?? epochs[0];
      return (epoch?.startedAtMs ?? 0) + seconds * 1000;
    },
  };
}
