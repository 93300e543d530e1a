/** Runs `work` on every item, at most `limit` at once. After a failure no further item is begun, and it is thrown. */
export async function forEachBounded<T>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const remaining = [...items].reverse();
  const lane = async (): Promise<void> => {
    for (let item = remaining.pop(); item !== undefined; item = remaining.pop()) {
      await work(item).catch((error: unknown) => {
        remaining.length = 0;
        throw error;
      });
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
}
