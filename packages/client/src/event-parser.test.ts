import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEventParser, type StreamEvent } from './event-parser.ts';

const read = (...pieces: string[]): StreamEvent[] => {
  const parse = createEventParser();
  return pieces.flatMap((piece) => parse(piece));
};

describe('createEventParser', () => {
  it('reads events and leaves out comments and fields that it does not know', () => {
    expect(read('retry: 2000\n\n: heartbeat\n\nevent: job\nid: 7\ndata: {"a":1}\n\n')).toEqual([
      { type: 'job', id: '7', data: '{"a":1}' },
    ]);
  });

  it('joins lines of data, takes one space off, and keeps the last id', () => {
    expect(read('id: 1\ndata:a\ndata\ndata:  b\n\ndata: c\n\n')).toEqual([
      { type: 'message', id: '1', data: 'a\n\n b' },
      { type: 'message', id: '1', data: 'c' },
    ]);
  });

  it('gives no event before its blank line', () => {
    expect(read('data: half')).toEqual([]);
    expect(read('data: half\n')).toEqual([]);
  });

  it('reads the same wherever the text is cut and however its lines end', () => {
    const text = 'event: job\nid: 7\ndata: {"title":"ä: b"}\n\n: c\n\ndata: x\ndata: y\n\n';
    const whole = read(text);
    expect(whole).toHaveLength(2);
    fc.assert(
      fc.property(fc.constantFrom('\n', '\r\n', '\r'), fc.array(fc.nat(120), { maxLength: 6 }), (end, cuts) => {
        // One more line end: a lone CR is known as one only by what follows.
        const written = `${text}\n`.replaceAll('\n', end);
        const at = [0, ...cuts.map((cut) => cut % written.length).toSorted((a, b) => a - b), written.length];
        const pieces = at.slice(1).map((to, index) => written.slice(at[index], to));
        expect(read(...pieces)).toEqual(whole);
      }),
    );
  });
});
