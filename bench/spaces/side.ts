import { keepOnCore } from '../deliver/processor-time.ts';
import { type AskedChild, startChild } from './ask-child.ts';
import type { ClientCalls } from './client-calls.ts';
import type { EngineCalls } from './engine-calls.ts';
import { childrenOf } from './process-time.ts';

/** One of the two that are compared. */
export interface Side {
  readonly name: string;
  readonly engine: AskedChild<EngineCalls>;
  /** Of the program that moves the packets. */
  readonly workerPid: number;
}

/** The same of both sides. */
export interface Pair<T> {
  readonly ours: T;
  readonly bare: T;
}

/** WebRTC clients, in processes that no engine's processor time contains. */
export interface Load {
  readonly publishers: AskedChild<ClientCalls>;
  /** A single subscriber, which tells the delay: a crowd reads late because it is busy. */
  readonly probe: AskedChild<ClientCalls>;
  readonly crowd: AskedChild<ClientCalls>;
}

/** The engines share one core, the load has another one. */
export async function startSide(name: string, script: string): Promise<Side> {
  const engine = await startChild<EngineCalls>(script);
  const [workerPid] = childrenOf(engine.pid);
  if (workerPid === undefined) throw new Error(`${name} has no worker`);
  for (const pid of [engine.pid, workerPid]) keepOnCore(pid, 0);
  return { name, engine, workerPid };
}

async function startClients(): Promise<AskedChild<ClientCalls>> {
  const child = await startChild<ClientCalls>('client.child.ts');
  keepOnCore(child.pid, 1);
  return child;
}

export async function startLoad(): Promise<Load> {
  const [publishers, probe, crowd] = await Promise.all([startClients(), startClients(), startClients()]);
  return { publishers, probe, crowd };
}
