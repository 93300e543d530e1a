import type { ServerResponse } from 'node:http';
import type { HttpAnswer } from '../ports/http-exchange.ts';

type Response = Pick<ServerResponse, 'once' | 'destroy'>;

/** Answers whose bytes are under way and that may still be taken back (edge access §12.4). */
export interface RunningAnswers {
  /** Watches an answer until its connection is done with it. */
  watch(response: Response, answer: Pick<HttpAnswer, 'isWithdrawn'>): void;
  /** Ends the connections of those that were taken back. Call it after every change, and every few seconds. */
  cutWithdrawn(): void;
}

export function createRunningAnswers(): RunningAnswers {
  const running = new Map<Response, Pick<HttpAnswer, 'isWithdrawn'>>();
  return {
    watch(response, answer) {
      if (answer.isWithdrawn === undefined) return;
      running.set(response, answer);
      response.once('close', () => running.delete(response));
    },
    cutWithdrawn() {
      for (const [response, answer] of running) if (answer.isWithdrawn?.()) response.destroy();
    },
  };
}
