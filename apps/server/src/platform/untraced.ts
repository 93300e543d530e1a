import type { Tracing } from '../ports/tracing.ts';
import { newTraceContext } from './trace-context.ts';

/** Tells nobody of spans. The ids of callers are passed on, and who has none is given some. */
export const untraced: Tracing = {
  start: (_name, { parent }) => ({ context: parent ?? newTraceContext(), end: () => undefined }),
  stop: async () => undefined,
};
