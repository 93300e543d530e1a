import { type ChildProcess, spawn } from 'node:child_process';
import { Readable, Writable } from 'node:stream';
import { createTail } from './tail.ts';

/** One run of a program. Nothing of our own environment reaches it. */
export interface ProcessRun {
  readonly command: string;
  /** An argument array; no shell ever sees it. */
  readonly args: readonly string[];
  readonly cwd?: string;
  /** The whole environment of the program. Default: a plain PATH and a UTF-8 locale. */
  readonly env?: Readonly<Record<string, string>>;
  /** Further output pipes, the program's file descriptors 3, 4, … */
  readonly pipes?: number;
  /** Input pipes, the file descriptors after those. */
  readonly inputs?: number;
  /** Wall clock. Reaching it ends the whole process group. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Between SIGTERM and SIGKILL. Default 2000. */
  readonly killGraceMs?: number;
  /** How much of the end of the error output is kept. Default 64 KiB. */
  readonly maxStderrBytes?: number;
}

export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The end of the error output. */
  readonly stderr: string;
  /** What ended the run; `abort` means {@link ProcessRun.signal}. */
  readonly endedBy: 'itself' | 'timeout' | 'abort';
}

export interface RunningProcess {
  /** Undefined when the program could not be started; `exit` then rejects. */
  readonly pid: number | undefined;
  readonly stdout: Readable;
  /** File descriptor 3 is `pipes[0]`. */
  readonly pipes: readonly Readable[];
  /** In the order of their file descriptors, the first one after those of `pipes`. */
  readonly inputs: readonly Writable[];
  /** Resolves however the program ended; rejects only when it could not be started. */
  readonly exit: Promise<ProcessExit>;
}

const PLAIN_ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8' };
/** A grandchild that survived its parent may hold the error pipe; it is not waited for longer than this. */
const STDERR_DRAIN_MS = 1000;

/** Starts a program in a process group of its own, so that ending it ends everything it started. */
export function startProcess(run: ProcessRun): RunningProcess {
  const [outputs, inputCount] = [run.pipes ?? 0, run.inputs ?? 0];
  if (run.signal?.aborted) return neverStarted(outputs, inputCount);
  const extra = Array.from({ length: outputs + inputCount }, () => 'pipe' as const);
  const child = spawn(run.command, [...run.args], {
    cwd: run.cwd,
    env: run.env ?? PLAIN_ENVIRONMENT,
    stdio: ['ignore', 'pipe', 'pipe', ...extra],
    detached: true,
  });
  const pipes = child.stdio.slice(3, 3 + outputs).map(asReadable);
  const inputs = child.stdio.slice(3 + outputs).map(asWritable);
  return { pid: child.pid, stdout: asReadable(child.stdout), pipes, inputs, exit: waitForExit(child, run) };
}

/** Runs a program to its end and gives its whole standard output, at most `maxStdoutBytes` of it. */
export async function runProcess(
  run: ProcessRun,
  maxStdoutBytes = 16 * 1024 * 1024,
): Promise<ProcessExit & { stdout: string }> {
  const running = startProcess(run);
  const chunks: Uint8Array[] = [];
  let size = 0;
  running.stdout.on('data', (chunk: Uint8Array) => {
    size += chunk.length;
    if (size <= maxStdoutBytes) chunks.push(chunk);
  });
  const ended = new Promise<void>((resolve) => running.stdout.once('close', resolve));
  const exit = await running.exit;
  await Promise.race([ended, delay(STDERR_DRAIN_MS)]);
  return { ...exit, stdout: Buffer.concat(chunks).toString('utf8') };
}

function waitForExit(child: ChildProcess, run: ProcessRun): Promise<ProcessExit> {
  const tail = createTail(run.maxStderrBytes ?? 64 * 1024);
  const stderr = asReadable(child.stderr);
  stderr.on('data', tail.push);
  const stderrEnded = new Promise<void>((resolve) => stderr.once('close', resolve));

  return new Promise((resolve, reject) => {
    const ending = endOnDemand(child, run);
    child.once('error', (error) => {
      ending.settle();
      if (child.pid === undefined) reject(error);
    });
    child.once('exit', (code, signal) => {
      const endedBy = ending.settle();
      void Promise.race([stderrEnded, delay(STDERR_DRAIN_MS)]).then(() =>
        resolve({ code, signal, stderr: tail.text(), endedBy }),
      );
    });
  });
}

/** Ends the group on time-out or abort: first politely, then for certain. */
function endOnDemand(child: ChildProcess, run: ProcessRun): { settle(): ProcessExit['endedBy'] } {
  let endedBy: ProcessExit['endedBy'] = 'itself';
  let killTimer: NodeJS.Timeout | undefined;
  const end = (reason: 'timeout' | 'abort'): void => {
    if (endedBy !== 'itself') return;
    endedBy = reason;
    signalGroup(child.pid, 'SIGTERM');
    killTimer = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), run.killGraceMs ?? 2000);
  };
  const onAbort = (): void => end('abort');
  const timeout = run.timeoutMs === undefined ? undefined : setTimeout(() => end('timeout'), run.timeoutMs);
  run.signal?.addEventListener('abort', onAbort, { once: true });
  return {
    settle() {
      clearTimeout(timeout);
      clearTimeout(killTimer);
      run.signal?.removeEventListener('abort', onAbort);
      // The leader is gone; whatever it left in its group goes as well.
      if (endedBy !== 'itself') signalGroup(child.pid, 'SIGKILL');
      return endedBy;
    },
  };
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // ESRCH: the group is already gone, which is what was wanted.
  }
}

function neverStarted(pipes: number, inputs: number): RunningProcess {
  return {
    pid: undefined,
    stdout: Readable.from([]),
    pipes: Array.from({ length: pipes }, () => Readable.from([])),
    inputs: Array.from({ length: inputs }, () => asWritable(null)),
    exit: Promise.resolve({ code: null, signal: null, stderr: '', endedBy: 'abort' }),
  };
}

/** With stdio `pipe` every one of these is a socket; a failed spawn leaves none. */
function asReadable(stream: unknown): Readable {
  if (!(stream instanceof Readable)) return Readable.from([]);
  // A reset while the program is being killed is told by its exit, not by the stream.
  stream.on('error', () => undefined);
  return stream;
}

/** What the program does not read any more is lost: its exit tells why. */
function asWritable(stream: unknown): Writable {
  const writable = stream instanceof Writable ? stream : new Writable({ write: (_chunk, _encoding, done) => done() });
  writable.on('error', () => undefined);
  // A pipe is a pair of sockets: that the program ended is seen on this side as the end of what it never sends.
  if (stream instanceof Readable) stream.resume();
  return writable;
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
