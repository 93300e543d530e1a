import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { createEventStreams } from './event-streams.ts';

/** Says something once and then waits for its end. */
async function* patient(signal: AbortSignal): AsyncGenerator<string, void> {
  yield 'hello';
  if (!signal.aborted) await once(signal, 'abort');
}

describe('createEventStreams', () => {
  it('opens as many as may be, and another when one was given up', async () => {
    const streams = createEventStreams(2);
    const first = streams.open(patient);
    streams.open(patient);
    expect(() => streams.open(patient)).toThrow(expect.objectContaining({ status: 429 }));
    first.destroy();
    expect(streams.open(patient).readable).toBe(true);
  });

  it('ends them all cleanly when it stops, and opens none after', async () => {
    const streams = createEventStreams(2);
    const said = text(streams.open(patient));
    await new Promise(setImmediate);
    streams.stop();
    expect(await said).toBe('hello');
    expect(() => streams.open(patient)).toThrow(expect.objectContaining({ status: 503 }));
  });

  it('passes a failure on as the end of the stream', async () => {
    const broken = createEventStreams(1).open(async function* () {
      yield 'hello';
      throw new Error('the database is away');
    });
    await expect(text(broken)).rejects.toThrow('the database is away');
  });
});
