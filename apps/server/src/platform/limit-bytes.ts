export interface ByteLimit {
  /** No limit when absent. */
  readonly maxBytes?: number;
  /** Ends the wait for the next chunk at once. */
  readonly signal?: AbortSignal;
  /** What to throw when the body is longer than `maxBytes`. */
  readonly onExceeded: () => Error;
}

/** Passes chunks on until the body proves longer than allowed, or the signal aborts. */
export async function* limitBytes(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  limit: ByteLimit,
): AsyncGenerator<Uint8Array, void, undefined> {
  const maxBytes = limit.maxBytes ?? Number.POSITIVE_INFINITY;
  let seen = 0;
  for await (const chunk of limit.signal ? untilAborted(source, limit.signal) : source) {
    seen += chunk.length;
    if (seen > maxBytes) throw limit.onExceeded();
    yield chunk;
  }
}

/** A source that hangs must not outlive the abort, so the wait itself is raced. */
async function* untilAborted(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  signal.throwIfAborted();
  let onAbort: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  // Raced below; a rejection after the last race is nobody's business.
  aborted.catch(() => undefined);
  const iterator = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  let finished = false;
  try {
    while (!finished) {
      const next = await Promise.race([iterator.next(), aborted]);
      finished = next.done === true;
      if (next.done !== true) yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    // Not awaited: a generator that hangs in `next` never answers `return`.
    if (!finished) void Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}
