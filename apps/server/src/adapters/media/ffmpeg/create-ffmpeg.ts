import { availableParallelism } from 'node:os';
import { isAbsolute } from 'node:path';
import type { Logger } from '../../../platform/logger.ts';
import { type ProcessExit, runProcess, startProcess } from '../../../platform/process-runner.ts';
import type { MediaTool, RunningTool, ToolFeatures, ToolRun } from '../../../ports/media-tool.ts';
import { SluiceError } from '../../../ports/sluice-error.ts';
import { explainExit } from './explain-exit.ts';
import { guardInputs } from './guard-inputs.ts';
import { parseNames, parseVersion } from './parse-features.ts';
import { type CommandLine, dyingWithParent, limited, locateTool, sandboxed, type Visible } from './sandbox.ts';

export interface FfmpegOptions {
  /** `ffmpeg` from the system's path, or an absolute path. */
  readonly ffmpegPath?: string;
  readonly ffprobePath?: string;
  /**
   * `required` refuses to start where bubblewrap does not work; `auto` then goes on with allow-lists of
   * protocols and demuxers alone, and says so once in the log.
   */
  readonly mediaSandbox: 'required' | 'auto';
  /** Default `bwrap`. */
  readonly bubblewrapPath?: string;
  readonly log: Logger;
}

const FEATURE_LIMITS = { seconds: 20, memoryBytes: 2 ** 32, fileBytes: 0 };
/** A tool that was asked to stop has nothing to save: its output is thrown away. */
const KILL_GRACE_MS = 500;

/**
 * ffmpeg and ffprobe of the system, each run in an empty sandbox of its own.
 * Rejects with `processing/sandbox-unavailable` or `processing/tool-missing`.
 */
export async function createFfmpeg(options: FfmpegOptions): Promise<MediaTool> {
  const located = {
    ffmpeg: locateTool(options.ffmpegPath ?? 'ffmpeg'),
    ffprobe: locateTool(options.ffprobePath ?? 'ffprobe'),
  };
  const tools = Object.values(located).flatMap(({ bind }) => bind ?? []);
  const confine = await chooseConfinement(options);
  let features: Promise<ToolFeatures> | undefined;
  return {
    start(run) {
      const { command } = located[run.tool];
      assertAbsolute([run.scratch, ...run.readable]);
      const tool = limited({ command, args: guardInputs(run.args) }, run.limits, availableParallelism());
      return startTool(run, confine(tool, { tools, readable: run.readable, scratch: run.scratch }));
    },
    features() {
      features ??= readFeatures((args) => {
        const tool = limited({ command: located.ffmpeg.command, args }, FEATURE_LIMITS, availableParallelism());
        return confine(tool, { tools, readable: [], scratch: null });
      });
      return features;
    },
  };
}

type Confinement = (inner: CommandLine, visible: Visible) => CommandLine;

/** Bubblewrap is tried once, for real: being installed does not mean that the kernel lets it work. */
async function chooseConfinement(options: FfmpegOptions): Promise<Confinement> {
  const confine: Confinement = (inner, visible) => sandboxed(options.bubblewrapPath ?? 'bwrap', inner, visible);
  const trial = confine({ command: 'true', args: [] }, { tools: [], readable: [], scratch: null });
  const exit = await runProcess({ ...trial, timeoutMs: 10_000 }).catch((error: Error) => error);
  if (!(exit instanceof Error) && exit.code === 0) return confine;
  const why = exit instanceof Error ? exit.message : exit.stderr.trim().slice(0, 300);
  if (options.mediaSandbox === 'required') {
    throw new SluiceError('processing/sandbox-unavailable', {
      status: 500,
      message:
        'The sandbox for media tools does not work here: install bubblewrap (apt-get install bubblewrap) and allow ' +
        'unprivileged user namespaces, or set MEDIA_SANDBOX=auto to run without it.',
      cause: why,
    });
  }
  options.log.warn(
    { event: 'media-sandbox-off', why, advice: 'install bubblewrap' },
    'MEDIA TOOLS RUN WITHOUT SANDBOX',
  );
  return dyingWithParent;
}

function startTool(run: ToolRun, command: CommandLine): RunningTool {
  const running = startProcess({
    ...command,
    cwd: run.scratch,
    pipes: run.pipes ?? 0,
    inputs: run.inputs ?? 0,
    timeoutMs: run.limits.seconds * 1000,
    killGraceMs: KILL_GRACE_MS,
    ...(run.signal ? { signal: run.signal } : {}),
  });
  const done = running.exit.then(
    (exit) => assertSucceeded(run, exit),
    (error: unknown) => Promise.reject(toolMissing(error)),
  );
  // Whoever reads the pipes first looks at `done` afterwards; until then its failure is not unhandled.
  done.catch(() => undefined);
  return { stdout: running.stdout, pipes: running.pipes, inputs: running.inputs, done };
}

function assertSucceeded(run: ToolRun, exit: ProcessExit): void {
  if (exit.endedBy === 'abort') throw run.signal?.reason;
  const failure = explainExit(run, exit);
  if (failure !== null) throw failure;
}

async function readFeatures(confine: (args: readonly string[]) => CommandLine): Promise<ToolFeatures> {
  const read = async (flag: string): Promise<string> => {
    const exit = await runProcess({ ...confine(['-hide_banner', flag]), timeoutMs: 20_000 }).catch((error: unknown) =>
      Promise.reject(toolMissing(error)),
    );
    if (exit.code !== 0) throw toolMissing(exit.stderr);
    return exit.stdout;
  };
  const [version, encoders, filters] = [await read('-version'), await read('-encoders'), await read('-filters')];
  return { version: parseVersion(version), encoders: parseNames(encoders), filters: parseNames(filters) };
}

function toolMissing(cause: unknown): SluiceError {
  return new SluiceError('processing/tool-missing', {
    status: 500,
    message:
      'ffmpeg cannot be started: install it (apt-get install ffmpeg) or name it with FFMPEG_PATH and FFPROBE_PATH.',
    cause,
  });
}

function assertAbsolute(paths: readonly string[]): void {
  const relative = paths.find((path) => !isAbsolute(path));
  if (relative !== undefined) throw new TypeError(`A tool's files are named by absolute paths, not ${relative}`);
}
