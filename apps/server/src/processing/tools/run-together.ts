/**
 * Runs works side by side. The first failure aborts the others, which see `signal`; it is thrown once all have ended,
 * so nothing goes on in the background. An abort from outside rejects with its reason.
 */
export async function runTogether<Results extends readonly unknown[]>(
  outer: AbortSignal,
  works: { readonly [Index in keyof Results]: (signal: AbortSignal) => Promise<Results[Index]> },
): Promise<Results> {
  const failure = new AbortController();
  const signal = AbortSignal.any([outer, failure.signal]);
  const results = await Promise.allSettled(
    works.map(async (work: (signal: AbortSignal) => Promise<unknown>) => {
      try {
        return await work(signal);
      } catch (error) {
        failure.abort(error);
        throw error;
      }
    }),
  );
  outer.throwIfAborted();
  failure.signal.throwIfAborted();
  return results.map((result) => (result.status === 'fulfilled' ? result.value : undefined)) as unknown as Results;
}
