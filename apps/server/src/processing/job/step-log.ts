/**
 * Results of a job's finished steps, kept across workers and restarts. Results are plain JSON.
 * Recording a name again replaces its result. Failures of the log reject and end the run without an outcome.
 */
export interface StepLog {
  /** Undefined when the step was never recorded. */
  find(name: string): Promise<unknown | undefined>;
  record(name: string, result: unknown): Promise<void>;
}
