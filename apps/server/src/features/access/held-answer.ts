/** Tells its listeners after each look at something. */
export interface Looking {
  /** Gives back how to end it. */
  onLook(listener: () => void): () => void;
}

export interface HeldAnswer<T> {
  readonly read: () => Promise<T>;
  /** Whether the answer is worth sending at once. */
  readonly isNews: (answer: T) => boolean;
  /** Whose looks are a reason to read again. */
  readonly feeds: readonly Looking[];
  readonly waitMs: number;
  /** True when nothing will come any more. */
  readonly isOver: () => boolean;
}

/** The next look of any of `feeds`, or the end of `waitMs`; `end` stops waiting. */
function nextLook(feeds: readonly Looking[], waitMs: number): { readonly came: Promise<void>; end(): void } {
  const { promise: came, resolve } = Promise.withResolvers<void>();
  const stops = feeds.map((feed) => feed.onLook(() => end()));
  const timer = setTimeout(() => end(), waitMs);
  const end = (): void => {
    clearTimeout(timer);
    for (const stop of stops) stop();
    resolve();
  };
  return { came, end };
}

/** What `read` gives, held back until it is news or `waitMs` are over. A look during a read is not missed. */
export async function heldAnswer<T>({ read, isNews, feeds, waitMs, isOver }: HeldAnswer<T>): Promise<T> {
  const untilMs = performance.now() + waitMs;
  for (;;) {
    const restMs = untilMs - performance.now();
    const look = nextLook(feeds, Math.max(0, restMs));
    try {
      const answer = await read();
      if (restMs <= 0 || isNews(answer) || isOver()) return answer;
      await look.came;
    } finally {
      look.end();
    }
  }
}
