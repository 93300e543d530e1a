import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { SluiceError } from '../ports/sluice-error.ts';

/** An nginx that we have started. */
export interface NginxProcess {
  readonly pid: number;
  /** Resolves when it has ended, by whatever. */
  readonly ended: Promise<void>;
  /** Lets requests that are running end, for five seconds. */
  stop(): Promise<void>;
}

const PROGRAM = '/usr/sbin/nginx';
const PATIENCE_MS = 5000;

const failed = (message: string, cause?: unknown): SluiceError =>
  new SluiceError('edge/nginx-failed', { status: 500, message, cause });

/** The command line that runs nginx on a configuration in `folder`. */
export const nginxCommand = (folder: string): readonly string[] => [
  PROGRAM,
  ...['-p', folder, '-c', `${folder}/nginx.conf`, '-e', `${folder}/error.log`],
];

const isRunning = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode === null && signalCode === null;

/** nginx writes its id when it has its address. */
const isServing = async (folder: string, pid: number): Promise<boolean> =>
  (await readFile(`${folder}/nginx.pid`, 'utf8').catch(() => '')).trim() === String(pid);

/** The last thing that nginx complained of. */
async function complaint(folder: string): Promise<string> {
  const text = await readFile(`${folder}/error.log`, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').at(-1) ?? '';
}

/**
 * Starts nginx in the foreground on the configuration in `folder` and resolves when it serves. Fails with
 * `edge/nginx-failed` and what nginx complained of.
 */
export async function startNginxProcess(folder: string): Promise<NginxProcess> {
  const [program = PROGRAM, ...args] = nginxCommand(folder);
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  await once(child, 'spawn').catch((error: unknown) => {
    throw failed(`${PROGRAM} cannot be started; Debian has it as nginx and libnginx-mod-http-js.`, error);
  });
  const ended = once(child, 'exit').then(() => undefined);
  while (isRunning(child) && !(await isServing(folder, child.pid ?? 0))) await pause(20);
  if (!isRunning(child)) throw failed(`nginx has ended at once: ${await complaint(folder)}`);
  return {
    pid: child.pid ?? 0,
    ended,
    async stop() {
      if (!isRunning(child)) return;
      child.kill('SIGQUIT');
      const impatience = setTimeout(() => child.kill('SIGTERM'), PATIENCE_MS);
      await ended;
      clearTimeout(impatience);
    },
  };
}
