import { OpusDecoder } from 'opus-decoder';
import type { ReceivedFrom } from '../rtp/receive-rtp.ts';
import { receiveRtp } from '../rtp/receive-rtp.ts';
import { CHANNELS, createSampleLine, SAMPLE_RATE, type SampleLine } from './sample-line.ts';

/** The sound of one track. */
export interface SoundSource extends Pick<SampleLine, 'mixInto'> {
  stop(): void;
}

/** As long as pictures are under way to be decoded, about. */
const DELAY_SECONDS = 0.12;
const MAX_AHEAD_SECONDS = 0.6;

/** `position`: of the programme's clock, in samples. A packet that cannot be decoded is silence. */
export function startSoundSource(
  from: ReceivedFrom,
  position: number,
  onFailure: (error: unknown) => void,
): SoundSource {
  const lineOptions = { delaySamples: DELAY_SECONDS * SAMPLE_RATE, maxAheadSamples: MAX_AHEAD_SECONDS * SAMPLE_RATE };
  const line = createSampleLine(lineOptions, position);
  const decoder = new OpusDecoder({ channels: CHANNELS });
  let isStopped = false;
  const received = receiveRtp(from, async () => {
    await decoder.ready;
    return ({ timestamp, payload }) => {
      if (isStopped || payload.length === 0) return;
      const { channelData, samplesDecoded } = decoder.decodeFrame(payload);
      if (samplesDecoded > 0) line.write(timestamp, channelData);
    };
  });
  received.catch((error: unknown) => isStopped || onFailure(error));
  return {
    mixInto: line.mixInto,
    stop() {
      isStopped = true;
      received
        .then((track) => track.stop())
        .catch(() => undefined)
        .then(() => decoder.ready)
        .then(() => decoder.free())
        .catch(() => undefined);
    },
  };
}
