import type { Transaction } from './database.ts';

export interface QueuedWork {
  readonly jobId: string;
  /** 0 for the first try. */
  readonly attempt: number;
  /** True when a failure of this try is final. */
  readonly isLastAttempt: boolean;
  /**
   * True when every try was used up and none was answered (the worker was killed, or the last try rejected):
   * the handler should not run the work again but record that it failed. Such a delivery is a last attempt.
   */
  readonly isExhausted: boolean;
  /** Aborted when the lease is lost, the job is cancelled or the worker stops. */
  readonly signal: AbortSignal;
}

export interface QueueingOptions {
  /** Goes before everything in its pool that is not: short work that somebody waits for. */
  readonly isUrgent?: boolean;
}

/** Names of the pools; a large source never holds up the others. */
export type QueueName = 'default' | 'large';

/** How many tasks of a queue are in a state, both in the words of Vylux contract §15. */
export interface QueuedTasks {
  readonly queue: 'critical' | 'default' | 'video:large';
  readonly state: TaskState;
  readonly tasks: number;
}

/** `archived`: given up. `size`: all that are not completed. */
export type TaskState =
  | 'size'
  | 'pending'
  | 'active'
  | 'scheduled'
  | 'retry'
  | 'archived'
  | 'completed'
  | 'aggregating';

/**
 * Leases work to workers. A worker that stops answering loses its lease and the work runs elsewhere.
 * A rejected handler is tried again with growing delays until the attempts are used up; work that a stopping
 * worker hands back costs no attempt.
 */
export interface JobQueue {
  start(): Promise<void>;
  /** Stops taking work; running handlers are aborted after `graceMs` and their work becomes available again at once. */
  stop(graceMs: number): Promise<void>;
  /** Part of `transaction`: rolled back with it. */
  enqueue(transaction: Transaction, queue: QueueName, jobId: string, options?: QueueingOptions): Promise<void>;
  work(queue: QueueName, concurrency: number, handle: (work: QueuedWork) => Promise<void>): Promise<void>;
  /** Every queue in every state, also where there is nothing. */
  countTasks(): Promise<readonly QueuedTasks[]>;
  /** Queued work never starts; running work has its signal aborted, also in another process. */
  cancel(queue: QueueName, jobId: string): Promise<void>;
}
