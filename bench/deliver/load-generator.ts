import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface LoadOrder {
  /** On this machine. */
  readonly port: number;
  /** One request, as it goes over the wire. */
  readonly request: string;
  /** Length of every answer's body. */
  readonly bodyBytes: number;
  readonly connections: number;
  readonly milliseconds: number;
}

export interface LoadReport {
  readonly requests: number;
  readonly p99Ms: number;
}

/** A process of its own that asks servers, so that its work is not counted as theirs. */
export interface LoadGenerator {
  readonly pid: number;
  /** Rejects when any answer is not a 200 of the ordered length. */
  run(order: LoadOrder): Promise<LoadReport>;
  stop(): void;
}

export function startLoadGenerator(): LoadGenerator {
  const child: ChildProcess = fork(fileURLToPath(new URL('load.child.ts', import.meta.url)));
  return {
    pid: child.pid ?? 0,
    async run(order) {
      child.send(order);
      const [answer] = (await once(child, 'message')) as [{ report?: LoadReport; failure?: string }];
      if (answer.report === undefined) throw new Error(`the load failed: ${answer.failure}`);
      return answer.report;
    },
    stop: () => child.disconnect(),
  };
}
