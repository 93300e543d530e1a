import { AsyncLocalStorage } from 'node:async_hooks';

const scope = new AsyncLocalStorage<string>();

/** Runs `work`; every line that it logs belongs to the trace. Costs too much for work of microseconds. */
export const inTrace = <T>(traceId: string, work: () => T): T => scope.run(traceId, work);

/** The trace that is worked for, if any. */
export const currentTraceId = (): string | undefined => scope.getStore();
