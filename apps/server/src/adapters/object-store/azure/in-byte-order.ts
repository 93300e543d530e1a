/**
 * Keys in the order of their UTF-16 units, as Azure may list them, put into the order of their UTF-8 bytes. Both orders
 * agree up to the first unit from U+D800 upwards, so only neighbours that share all before it are held and sorted.
 */
export async function* inByteOrder<T extends { readonly key: string }>(items: AsyncIterable<T>): AsyncGenerator<T> {
  let held: T[] = [];
  let heldHead: string | null = null;
  for await (const item of items) {
    const head = headOf(item.key);
    if (head !== null && head === heldHead) {
      held.push(item);
      continue;
    }
    yield* sorted(held);
    held = head === null ? [] : [item];
    heldHead = head;
    if (head === null) yield item;
  }
  yield* sorted(held);
}

/** What stands before the first unit on which the orders may differ; null where there is none. */
function headOf(key: string): string | null {
  const index = key.search(/[\ud800-\uffff]/);
  return index === -1 ? null : key.slice(0, index);
}

function sorted<T extends { readonly key: string }>(items: T[]): T[] {
  return items.sort((left, right) => Buffer.compare(Buffer.from(left.key), Buffer.from(right.key)));
}
