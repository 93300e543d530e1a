import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A machine that is so busy measures nothing. */
const LIMIT_MS = 20_000;

interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** A process that is asked by messages and answers each of them. */
export interface AskedChild<Calls extends object> {
  readonly pid: number;
  ask<Name extends keyof Calls & string>(name: Name, ...args: Parameters<CallOf<Calls, Name>>): ResultOf<Calls, Name>;
  stop(): Promise<void>;
}

type CallOf<Calls, Name extends keyof Calls> = Calls[Name] extends (...args: infer A) => infer R
  ? (...args: A) => R
  : never;
type ResultOf<Calls, Name extends keyof Calls> = Promise<Awaited<ReturnType<CallOf<Calls, Name>>>>;

/** `script` is a file beside this one. */
export async function startChild<Calls extends object>(script: string): Promise<AskedChild<Calls>> {
  const child: ChildProcess = fork(fileURLToPath(new URL(script, import.meta.url)));
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', () => reject(new Error(`${script} did not start`)));
  });
  const waiting = new Map<number, { resolve(value: unknown): void; reject(cause: Error): void }>();
  let asked = 0;
  child.on('message', ({ id, value, error }: Answer) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) call?.resolve(value);
    else call?.reject(new Error(`${script}: ${error}`));
  });
  child.once('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error(`${script} ended`));
  });
  return {
    pid: child.pid ?? 0,
    ask: (name, ...args) => {
      asked += 1;
      const id = asked;
      child.send({ id, name, args });
      const limit = setTimeout(() => waiting.get(id)?.reject(new Error(`${script}: no answer to ${name}`)), LIMIT_MS);
      const answer = new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
      return answer.finally(() => clearTimeout(limit)) as never;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

/** The child's end of it: answers until its parent goes, then ends by `onEnd`. */
export function answerParent<Calls extends object>(calls: Calls, onEnd: () => Promise<void>): void {
  process.on('message', async ({ id, name, args }: { id: number; name: string; args: unknown[] }) => {
    const call = calls[name as keyof Calls] as (...all: unknown[]) => unknown;
    try {
      process.send?.({ id, value: await call(...args) });
    } catch (cause) {
      process.send?.({ id, error: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) });
    }
  });
  process.once('disconnect', () => {
    // What is still open after a second does not keep the process.
    setTimeout(() => process.exit(1), 1000).unref();
    onEnd().then(() => process.exit(0));
  });
  process.send?.('ready');
}
