import { existsSync } from 'node:fs';
import { createWorker } from 'mediasoup';
import type { WebRtcServer, Worker } from 'mediasoup/types';
import { notReady } from './sfu-errors.ts';
import type { SfuOptions } from './sfu-options.ts';

export interface RunningWorker {
  readonly worker: Worker;
  readonly server: WebRtcServer;
}

/** A place for one worker: started when it is asked for, and again after it has died. */
export interface WorkerSlot {
  running(): Promise<RunningWorker>;
  cpuSeconds(): Promise<number>;
  stop(): Promise<void>;
}

/** Two workers never share a port, each has one number for UDP and TCP. */
function listenInfos(options: SfuOptions, index: number) {
  const { listenIp: ip, announcedAddress, port } = options;
  const common = { ip, port: port === 0 ? 0 : port + index, ...(announcedAddress === '' ? {} : { announcedAddress }) };
  return [
    { protocol: 'udp', ...common },
    { protocol: 'tcp', ...common },
  ] as const;
}

async function start(options: SfuOptions, index: number): Promise<RunningWorker> {
  const { workerFile } = options;
  if (workerFile !== '' && !existsSync(workerFile)) {
    throw notReady(
      "The media server is still being prepared: the server's log tells how far it is. Try again in a minute.",
    );
  }
  const worker = await createWorker(workerFile === '' ? {} : { workerBin: workerFile });
  try {
    return { worker, server: await worker.createWebRtcServer({ listenInfos: [...listenInfos(options, index)] }) };
  } catch (cause) {
    worker.close();
    throw cause;
  }
}

/** `onDeath` is told when the worker ends by itself; everything in it is gone then. */
export function createWorkerSlot(options: SfuOptions, index: number, onDeath: () => void): WorkerSlot {
  let starting: Promise<RunningWorker> | undefined;

  async function begin(): Promise<RunningWorker> {
    try {
      const running = await start(options, index);
      running.worker.on('died', () => {
        starting = undefined;
        onDeath();
      });
      return running;
    } catch (cause) {
      starting = undefined;
      if (cause instanceof Error && 'code' in cause && cause.code === 'rtc/not-ready') throw cause;
      throw notReady('The media server cannot start; the operator finds the reason in the log.', cause);
    }
  }

  return {
    running: () => (starting ??= begin()),
    async cpuSeconds() {
      if (starting === undefined) return 0;
      const { ru_utime, ru_stime } = await (await starting).worker.getResourceUsage();
      return (ru_utime + ru_stime) / 1000;
    },
    async stop() {
      const running = await starting?.catch(() => undefined);
      starting = undefined;
      running?.worker.close();
    },
  };
}
