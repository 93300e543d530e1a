import type { ServerResponse } from 'node:http';

type Response = Pick<ServerResponse, 'once' | 'destroy'>;

/** Answers whose bytes are under way and that may still be taken back (edge access §12.4). */
export interface RunningAnswers {
  /** Watches an answer until its connection is done with it. */
  watch(response: Response, isWithdrawn: () => boolean): void;
  /** Ends the connections of those that were taken back. Call it after every change, and every few seconds. */
  cutWithdrawn(): void;
}

export function createRunningAnswers(): RunningAnswers {
  const running = new Map<Response, () => boolean>();
  return {
    watch(response, isWithdrawn) {
      running.set(response, isWithdrawn);
      response.once('close', () => running.delete(response));
    },
    cutWithdrawn() {
      for (const [response, isWithdrawn] of running) if (isWithdrawn()) response.destroy();
    },
  };
}
