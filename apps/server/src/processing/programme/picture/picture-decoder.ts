import type { Readable } from 'node:stream';
import type { MediaTool } from '../../../ports/media-tool.ts';
import { liveToolLimits } from '../live-tool-limits.ts';
import type { CodedPicture } from '../rtp/coded-pictures.ts';
import { type CodedForm, decoderArguments } from './decoder-arguments.ts';
import { ivfFrame, ivfHeader } from './ivf.ts';
import { type YuvPicture, yuvBytes } from './yuv-picture.ts';

/** Decodes one track to pictures of one size. */
export interface PictureDecoder {
  /** Everything before the first key frame is passed over. */
  push(picture: CodedPicture): void;
  /** Whether the size and the way to fill it are these. */
  fits(tile: CodedForm['tile']): boolean;
  /** The newest picture; null before the first. */
  latest(): YuvPicture | null;
  stop(): void;
}

export interface DecoderParts {
  readonly media: MediaTool;
  readonly scratch: string;
  readonly onFailure: (error: unknown) => void;
}

/** Coded bytes that a decoder may be behind; one that takes nothing is not fed any further. */
const MAX_WAITING_BYTES = 4_000_000;

/** Cuts what a pipe brings into pictures; only the newest counts. */
function readPictures(pipe: Readable, { width, height }: { width: number; height: number }) {
  let filling = new Uint8Array(yuvBytes(width, height));
  let filled = 0;
  let spare: Uint8Array<ArrayBuffer> | null = null;
  let latest: YuvPicture | null = null;
  pipe.on('data', (chunk: Uint8Array) => {
    for (let taken = 0; taken < chunk.length; ) {
      const part = chunk.subarray(taken, taken + filling.length - filled);
      filling.set(part, filled);
      filled += part.length;
      taken += part.length;
      if (filled < filling.length) return;
      const done = filling;
      filling = spare ?? new Uint8Array(done.length);
      spare = latest === null ? null : (latest.bytes as Uint8Array<ArrayBuffer>);
      latest = { width, height, bytes: done };
      filled = 0;
    }
  });
  return () => latest;
}

export function startDecoder({ media, scratch, onFailure }: DecoderParts, form: CodedForm): PictureDecoder {
  const stopping = new AbortController();
  const args = decoderArguments(form);
  const options = { args, scratch, readable: [], pipes: 1, inputs: 1, limits: liveToolLimits };
  const tool = media.start({ tool: 'ffmpeg', ...options, signal: stopping.signal });
  tool.stdout.resume();
  tool.done.catch((error: unknown) => (stopping.signal.aborted ? undefined : onFailure(error)));
  const [pipe] = tool.pipes;
  const [input] = tool.inputs;
  if (pipe === undefined || input === undefined) throw new RangeError('The tool has no pipes');
  const latest = readPictures(pipe, form.tile.place);
  const startMs = performance.now();
  let hasBegun = false;
  return {
    latest,
    fits: ({ place, fit }) =>
      place.width === form.tile.place.width && place.height === form.tile.place.height && fit === form.tile.fit,
    push({ isKey, bytes }) {
      if (!hasBegun && !isKey) return;
      if (input.writableLength > MAX_WAITING_BYTES) return;
      if (!hasBegun && form.codec === 'VP8') input.write(ivfHeader(bytes));
      hasBegun = true;
      input.write(form.codec === 'VP8' ? ivfFrame(bytes, Math.round(performance.now() - startMs)) : bytes);
    },
    stop() {
      stopping.abort(new Error('the programme does not show it any more'));
    },
  };
}
