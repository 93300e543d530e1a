import { createDeferred, type Deferred } from '../deferred.ts';
import { RequestTimeoutError } from '../errors.ts';

const withinMs = 30_000;

interface Pending {
  readonly settled: Deferred<void>;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** Requests that wait for their reply, by an id of ours. */
export class PendingRequests {
  readonly #pending = new Map<string, Pending>();
  #count = 0;

  /** `send` is given the id to send along. @throws RequestTimeoutError after 30 seconds. */
  start(send: (requestId: string) => void): Promise<void> {
    this.#count += 1;
    const id = `r${this.#count}`;
    const settled = createDeferred<void>();
    const timer = setTimeout(() => this.fail(id, new RequestTimeoutError('The server did not answer.')), withinMs);
    this.#pending.set(id, { settled, timer });
    send(id);
    return settled.promise;
  }

  succeed(id: string): void {
    this.#take(id)?.settled.resolve();
  }

  /** Whether the request was one of these. */
  fail(id: string, error: Error): boolean {
    const pending = this.#take(id);
    pending?.settled.reject(error);
    return pending !== undefined;
  }

  failAll(error: Error): void {
    for (const id of [...this.#pending.keys()]) this.fail(id, error);
  }

  #take(id: string): Pending | undefined {
    const pending = this.#pending.get(id);
    clearTimeout(pending?.timer);
    this.#pending.delete(id);
    return pending;
  }
}
