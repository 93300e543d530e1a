/** What `work` comes to, or `onLate()` as its failure after so long. A late result is handed to `discard`. */
export async function waitFor<T>(
  milliseconds: number,
  work: Promise<T>,
  onLate: () => Error,
  discard: (late: T) => void = () => undefined,
): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    work.then(discard, () => undefined);
    reject(onLate());
  }, milliseconds);
  try {
    return await Promise.race([work, promise]);
  } finally {
    if (!isLate) clearTimeout(timer);
  }
}

/** Resolves after so long. */
export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
