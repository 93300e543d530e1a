import { Readable } from 'node:stream';
import { SluiceError } from '../../../ports/sluice-error.ts';

type Produce = (signal: AbortSignal) => AsyncGenerator<string, void>;

/** The event streams that this process has open. */
export interface EventStreams {
  /** Begins a stream; throws a 429 while as many are open as may be, and a 503 once they were stopped. */
  open(produce: Produce): Readable;
  /** Ends every stream; readers connect again, to another process or to this one once it runs anew. */
  stop(): void;
}

const RETRY_SECONDS = 10;

const refuse = (status: number, message: string): SluiceError =>
  new SluiceError('jobs/no-event-stream', { status, message, details: { retryAfterSeconds: RETRY_SECONDS } });

/** A readable that asks for the next text only when the last one was taken, and tells its source when it is given up. */
function readableOf(texts: AsyncGenerator<string, void>, abort: () => void): Readable {
  return new Readable({
    read() {
      texts.next().then(
        ({ value }) => this.destroyed || this.push(value ?? null),
        (error: Error) => this.destroy(error),
      );
    },
    destroy(error, done) {
      abort();
      texts.return().catch(() => undefined);
      done(error);
    },
  });
}

export function createEventStreams(maxOpen: number): EventStreams {
  const open = new Set<AbortController>();
  let isStopped = false;
  return {
    open(produce) {
      if (isStopped) throw refuse(503, 'the server is stopping');
      if (open.size >= maxOpen) throw refuse(429, 'Too many event streams are open: ask for the job now and then.');
      const controller = new AbortController();
      open.add(controller);
      return readableOf(produce(controller.signal), () => {
        open.delete(controller);
        controller.abort();
      });
    },
    stop() {
      isStopped = true;
      for (const controller of open) controller.abort();
    },
  };
}
