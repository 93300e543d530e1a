import type { StepLog } from '../../ports/film-job.ts';
import type { Span, TraceContext, Tracing } from '../../ports/tracing.ts';

/** The steps of one attempt, each a span from the moment it was looked for until it was recorded. */
export interface TracedSteps extends StepLog {
  /** Ends the spans of steps that were begun and never recorded. */
  stop(): void;
}

/** Watches the steps of an attempt at a job: whoever does them knows nothing of it. */
export function traceSteps(steps: StepLog, tracing: Tracing, parent: TraceContext): TracedSteps {
  const running = new Map<string, Span>();
  const begin = (step: string): Span =>
    tracing.start('job step', { kind: 'internal', parent, attributes: { 'sluice.step': step } });
  return {
    async find(name) {
      const found = await steps.find(name);
      if (found === undefined && !running.has(name)) running.set(name, begin(name));
      return found;
    },
    async record(name, result) {
      await steps.record(name, result);
      // One that is done anew, because its record is of another version, was never missing.
      (running.get(name) ?? begin(name)).end();
      running.delete(name);
    },
    stop() {
      for (const span of running.values()) span.end({ error: 'not finished' });
      running.clear();
    },
  };
}
