import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { MediaTool, ToolRun } from '../../ports/media-tool.ts';
import { type EncodeProgress, readEncodeProgress } from '../progress/read-encode-progress.ts';

/** Reads one output of a tool to its end; `signal` is aborted when another reader or the tool fails. */
export type PipeReader<T> = (pipe: Readable, signal: AbortSignal) => Promise<T>;

/** A run with outputs on pipes, and a last pipe for its progress (see {@link progressArguments}). */
export interface EncoderRun<T> extends Omit<ToolRun, 'tool' | 'pipes' | 'signal'> {
  /** `readers[0]` reads `pipe:3`. */
  readonly readers: readonly PipeReader<T>[];
  readonly onProgress: (progress: EncodeProgress) => void;
}

/** How long a tool whose pipe ended badly has to say that it failed itself. */
const CONFESSION_MS = 2000;

/** The arguments that go with `readerCount` readers. */
export function progressArguments(readerCount: number): string[] {
  return ['-progress', `pipe:${3 + readerCount}`, '-nostats'];
}

/**
 * Runs ffmpeg and reads all its pipes to their ends. A reader that fails ends the tool. When the tool fails, its
 * failure is thrown and not the broken output that came of it.
 */
export async function runEncoder<T>(media: MediaTool, run: EncoderRun<T>, signal: AbortSignal): Promise<T[]> {
  const { readers, onProgress, ...rest } = run;
  const failure = new AbortController();
  const linked = AbortSignal.any([signal, failure.signal]);
  const running = media.start({ ...rest, tool: 'ffmpeg', pipes: readers.length + 1, signal: linked });
  const toolEnd = running.done.catch(() => undefined);
  const reading = async (index: number, read: (pipe: Readable) => Promise<T | undefined>): Promise<T | undefined> => {
    const pipe = running.pipes[index];
    if (pipe === undefined) throw new RangeError(`The tool has no pipe ${3 + index}`);
    try {
      return await read(pipe);
    } catch (error) {
      await Promise.race([toolEnd, delay(CONFESSION_MS, undefined, { ref: false })]);
      failure.abort(error);
      throw error;
    }
  };
  const reads = readers.map((read, index) => reading(index, (pipe) => read(pipe, linked)));
  const progress = reading(readers.length, async (pipe) => {
    await readEncodeProgress(pipe, onProgress);
    return undefined;
  });
  await Promise.allSettled([running.done, progress, ...reads]);
  signal.throwIfAborted();
  await running.done;
  await progress;
  return (await Promise.all(reads)).filter((result) => result !== undefined);
}
