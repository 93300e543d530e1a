import type { Readable, Writable } from 'node:stream';

/** Bounds on one run of a tool. Reaching one ends the run with a `SluiceError`. */
export interface ToolLimits {
  /** Wall clock, seconds. `processing/tool-timeout`. */
  readonly seconds: number;
  /** Address space, bytes. */
  readonly memoryBytes: number;
  /** Size of any one file that the tool writes, bytes. */
  readonly fileBytes: number;
}

export interface ToolRun {
  readonly tool: 'ffmpeg' | 'ffprobe';
  /**
   * An argument array, never a shell string. Files are named by the absolute paths of `readable` and `scratch`,
   * inputs always with `-i`: allow-lists of protocols and media demuxers are put before each, and a demuxer that
   * opens further files (concat, lavfi, image2) works only where `-f` names it for that input.
   */
  readonly args: readonly string[];
  /** Files that the tool may read, besides the system's libraries. */
  readonly readable: readonly string[];
  /** The one folder that the tool may write; also its working folder. */
  readonly scratch: string;
  /** How many output pipes to open; the tool sees them as `pipe:3`, `pipe:4`, … */
  readonly pipes?: number;
  /** How many input pipes to open; the tool sees them after its output pipes: with two of those, as `pipe:5`, … */
  readonly inputs?: number;
  readonly limits: ToolLimits;
  readonly signal?: AbortSignal;
}

export interface RunningTool {
  readonly stdout: Readable;
  /** `pipe:3` is `pipes[0]`. A pipe that is not read holds the tool back; its end says nothing, `done` does. */
  readonly pipes: readonly Readable[];
  /** What is written to one after the tool has ended is lost without a word. */
  readonly inputs: readonly Writable[];
  /**
   * Resolves at exit status 0. Rejects with `processing/tool-failed` (the last lines of its error
   * output, shortened, without paths, as `details.stderr`), `processing/tool-timeout` or the signal's reason.
   */
  readonly done: Promise<void>;
}

/** What the installed binaries can do, read once at start. */
export interface ToolFeatures {
  readonly version: string;
  readonly encoders: ReadonlySet<string>;
  readonly filters: ReadonlySet<string>;
}

/** Runs ffmpeg and ffprobe without network, seeing only the files it was given. */
export interface MediaTool {
  start(run: ToolRun): RunningTool;
  features(): Promise<ToolFeatures>;
}
