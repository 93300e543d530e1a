import type { Config } from '../config/index.ts';

/** Threads of the pool that are left to files and look-ups. */
const SPARE_THREADS = 2;

/** How many threads of the process's pool one kind of work may take of those that it wants; at least one. */
export function threadsFor(wanted: number, { UV_THREADPOOL_SIZE }: Pick<Config, 'UV_THREADPOOL_SIZE'>): number {
  return Math.max(1, Math.min(wanted, UV_THREADPOOL_SIZE - SPARE_THREADS));
}
