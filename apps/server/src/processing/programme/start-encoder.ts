import type { Readable, Writable } from 'node:stream';
import type { MediaTool } from '../../ports/media-tool.ts';
import { type EncoderForm, encoderArguments } from './encoder-arguments.ts';
import { liveToolLimits } from './live-tool-limits.ts';
import { yuvBytes } from './picture/yuv-picture.ts';

/** The one encoder of a programme, from its beginning to its end. */
export interface Encoder {
  /** One for each rung, high to low. */
  readonly video: readonly Readable[];
  readonly audio: Readable;
  /** Whether another frame can be given without piling them up. */
  hasRoom(): boolean;
  /** A frame's bytes are its own again once `isTaken` is called. */
  write(frame: Uint8Array, samples: Uint8Array, isTaken: () => void): void;
  /** Nothing follows; the outputs end when everything is encoded. */
  end(): void;
  /** As of a tool. */
  readonly done: Promise<void>;
}

const MAX_WAITING_FRAMES = 3;

const present = (pipe: Writable | undefined): Writable => {
  if (pipe === undefined) throw new RangeError('The tool has too few pipes');
  return pipe;
};

export function startEncoder(media: MediaTool, scratch: string, form: EncoderForm, signal: AbortSignal): Encoder {
  const count = form.rungs.length;
  const options = { args: encoderArguments(form), scratch, readable: [], limits: liveToolLimits, signal };
  const tool = media.start({ ...options, tool: 'ffmpeg', pipes: count + 1, inputs: 2 });
  tool.stdout.resume();
  const [frames, samples] = tool.inputs;
  const [frameInput, sampleInput] = [present(frames), present(samples)];
  const audio = tool.pipes[count];
  if (audio === undefined) throw new RangeError('The tool has too few pipes');
  const maxWaitingBytes = MAX_WAITING_FRAMES * yuvBytes(form.width, form.height);
  return {
    video: tool.pipes.slice(0, count),
    audio,
    hasRoom: () => frameInput.writableLength < maxWaitingBytes,
    write(frame, pcm, isTaken) {
      frameInput.write(frame, () => isTaken());
      sampleInput.write(pcm);
    },
    end() {
      frameInput.end();
      sampleInput.end();
    },
    done: tool.done,
  };
}
