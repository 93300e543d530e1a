/** Forgets the entry that was set first once a memory holds more than `maxEntries`. Call it after each `set`. */
export function dropOldest(entries: Map<string, unknown>, maxEntries: number): void {
  const [oldest] = entries.keys();
  if (entries.size > maxEntries && oldest !== undefined) entries.delete(oldest);
}
