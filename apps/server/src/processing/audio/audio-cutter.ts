import type { FrameRate, Sample } from '@sluice/media';

export interface AudioCut {
  readonly videoFrameRate: FrameRate;
  /** Frames of a video segment. */
  readonly segmentFrames: number;
  /** Of the sound. */
  readonly timescale: number;
  /** Ticks of the encoder's priming, which come before presentation zero. */
  readonly primingTicks: number;
}

/** Puts coded sound together to segments whose ends are as near to those of the video segments as whole samples allow. */
export interface AudioCutter {
  /** Takes the next samples and gives the segments that they complete. */
  push(samples: readonly Sample[]): Sample[][];
  /** What is left; empty when nothing is. */
  rest(): Sample[];
}

export function createAudioCutter(cut: AudioCut): AudioCutter {
  let segment: Sample[] = [];
  let segmentNumber = 1;
  let endTicks = 0;
  return {
    push(samples) {
      const complete: Sample[][] = [];
      for (const sample of samples) {
        const border = borderTicks(cut, segmentNumber);
        // The sample belongs to the next segment when more than half of it lies behind the border.
        if (segment.length > 0 && endTicks + sample.durationTicks / 2 > border) {
          complete.push(segment);
          segment = [];
          segmentNumber += 1;
        }
        segment.push(sample);
        endTicks += sample.durationTicks;
      }
      return complete;
    },
    rest() {
      const last = segment;
      segment = [];
      return last;
    },
  };
}

/** Where video segment `number` (from 1) ends, on the sound's clock. */
function borderTicks(cut: AudioCut, number: number): number {
  const { numerator, denominator } = cut.videoFrameRate;
  return (number * cut.segmentFrames * denominator * cut.timescale) / numerator + cut.primingTicks;
}
