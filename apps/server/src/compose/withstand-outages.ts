import { availableParallelism } from 'node:os';
import type { Resilience } from '../adapters/object-store/resilient/resilience.ts';
import { resilientObjectStore } from '../adapters/object-store/resilient/resilient-object-store.ts';
import type { Config } from '../config/index.ts';
import type { Metrics } from '../http/index.ts';
import type { Logger } from '../platform/logger.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { threadsFor } from './threads-for.ts';

/** The longest wait before the first repetition of a call, and before any. */
const RETRY_WAIT_MS = { baseMs: 100, mostMs: 3000 };

const resilienceOf = (config: Config): Resilience => ({
  firstByteMs: config.STORE_FIRST_BYTE_TIMEOUT * 1000,
  idleMs: config.STORE_IDLE_TIMEOUT * 1000,
  retry: { ...RETRY_WAIT_MS, attempts: config.STORE_ATTEMPTS, wholeMs: config.STORE_TIMEOUT * 1000 },
  breaker: {
    failures: config.STORE_BREAKER_FAILURES,
    windowMs: config.STORE_BREAKER_WINDOW * 1000,
    pauseMs: config.STORE_BREAKER_PAUSE * 1000,
  },
});

/** How long the adapters wait for their connections, how often they try what nobody else can, and where they sign. */
export const patienceOf = (config: Config) => ({
  timeoutMs: config.STORE_IDLE_TIMEOUT * 1000,
  connectMs: config.STORE_CONNECT_TIMEOUT * 1000,
  partAttempts: config.STORE_ATTEMPTS,
  signingThreads: threadsFor(availableParallelism(), config),
});

/** The store with time-outs, repetitions and a circuit of its own where it is remote; a folder stays as it is. */
export function withstandOutages(
  { config, log, metrics }: { readonly config: Config; readonly log: Logger; readonly metrics: Metrics },
  store: ObjectStore,
): ObjectStore {
  if (store.capabilities.localFiles) return store;
  const provider = store.name;
  metrics.showCircuit(provider, 'closed');
  return resilientObjectStore(store, resilienceOf(config), (state, err) => {
    metrics.showCircuit(provider, state);
    if (state === 'open') log.warn({ provider, err }, 'the provider is left alone: it fails');
    if (state === 'closed') log.info({ provider }, 'the provider answers again');
  });
}
