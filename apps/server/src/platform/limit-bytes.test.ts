import { expect, test } from 'vitest';
import { limitBytes } from './limit-bytes.ts';

async function collect(body: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return chunks;
}

const onExceeded = (): Error => new Error('too long');

test('passes on a body of exactly the allowed length', async () => {
  const limited = limitBytes([new Uint8Array(3), new Uint8Array(4)], { maxBytes: 7, onExceeded });
  expect((await collect(limited)).map((chunk) => chunk.length)).toEqual([3, 4]);
});

test('throws once the body is one byte longer than allowed', async () => {
  const limited = limitBytes([new Uint8Array(3), new Uint8Array(5)], { maxBytes: 7, onExceeded });
  await expect(collect(limited)).rejects.toThrow('too long');
});

test('an abort ends the wait for a source that hangs', async () => {
  const controller = new AbortController();
  async function* hanging(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(1);
    await new Promise(() => undefined);
  }
  const reading = collect(limitBytes(hanging(), { signal: controller.signal, onExceeded }));
  controller.abort(new Error('stopped'));
  await expect(reading).rejects.toThrow('stopped');
});

test('a body that ends before the abort is whole', async () => {
  const controller = new AbortController();
  const limited = limitBytes([new Uint8Array(2)], { signal: controller.signal, onExceeded });
  expect(await collect(limited)).toHaveLength(1);
});
