import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MalformedMediaError } from '../errors/media-errors.ts';
import { ascii, concatBytes, u32, u64 } from './big-endian.ts';
import { FragmentReader } from './fragment-reader.ts';
import { writeBox } from './write-box.ts';

const init = [writeBox('ftyp', ascii('iso5')), writeBox('moov', new Uint8Array(300))];
const fragmentOf = (sizeBytes: number) =>
  concatBytes([writeBox('moof', new Uint8Array(100)), writeBox('mdat', new Uint8Array(sizeBytes).fill(sizeBytes))]);

function readAll(chunks: readonly Uint8Array[]): { fragments: Uint8Array[]; initSection: Uint8Array | null } {
  const reader = new FragmentReader();
  const fragments = chunks.flatMap((chunk) => reader.push(chunk));
  reader.finish();
  return { fragments, initSection: reader.initSection() };
}

function cutAt(bytes: Uint8Array, positions: readonly number[]): Uint8Array[] {
  const borders = [0, ...positions.map((position) => position % bytes.length).sort((a, b) => a - b), bytes.length];
  return borders.slice(1).map((end, index) => bytes.subarray(borders[index], end));
}

describe('FragmentReader', () => {
  it('gives the same fragments however the bytes arrive', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 40_000 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(sizes, fc.array(fc.nat(), { maxLength: 30 }), (payloads, cuts) => {
        const fragments = payloads.map(fragmentOf);
        const between = [writeBox('styp'), writeBox('sidx', u32(1))];
        const stream = concatBytes([...init, ...fragments.flatMap((fragment) => [...between, fragment])]);
        expect(readAll(cutAt(stream, cuts))).toEqual({ fragments, initSection: concatBytes(init) });
      }),
      { numRuns: 60 },
    );
  });

  it('takes a stream byte by byte', () => {
    const stream = concatBytes([...init, fragmentOf(50)]);
    expect(
      readAll(
        cutAt(
          stream,
          Array.from(stream, (_, index) => index),
        ),
      ).fragments,
    ).toEqual([fragmentOf(50)]);
  });

  it('reads media data with a 64-bit size', () => {
    const long = concatBytes([u32(1), ascii('mdat'), u64(20), u32(7)]);
    const fragment = concatBytes([writeBox('moof'), long]);
    expect(readAll([concatBytes([...init, fragment])]).fragments).toEqual([fragment]);
  });

  it('does not hand out bytes that a later push changes', () => {
    const reader = new FragmentReader();
    const chunk = concatBytes([...init, fragmentOf(10)]);
    const [first] = reader.push(chunk);
    chunk.fill(0);
    reader.push(fragmentOf(20));
    expect(first).toEqual(fragmentOf(10));
  });

  it('has no init section before it is complete', () => {
    const reader = new FragmentReader();
    reader.push(concatBytes(init).subarray(0, -1));
    expect(reader.initSection()).toBeNull();
  });

  it.each([
    ['something that is no MP4', ascii('#EXTM3U\n#EXT-X-VERSION:6\n')],
    ['an MP4 that starts with its index', writeBox('moov', u32(0))],
    ['a fragment before the init section', concatBytes([writeBox('ftyp'), fragmentOf(1)])],
    ['media data without its fragment', concatBytes([...init, writeBox('mdat')])],
    ['two fragment headers in a row', concatBytes([...init, writeBox('moof'), writeBox('moof')])],
    ['a box without a size', concatBytes([...init, u32(0), ascii('moof')])],
    ['a box smaller than its header', concatBytes([...init, u32(4), ascii('moof')])],
  ])('refuses %s', (_name, bytes) => {
    expect(() => new FragmentReader().push(bytes)).toThrow(MalformedMediaError);
  });

  it('refuses a fragment over the limit as soon as its size is told', () => {
    const reader = new FragmentReader({ maxFragmentBytes: 1000 });
    reader.push(concatBytes([...init, writeBox('moof', new Uint8Array(100))]));
    expect(() => reader.push(concatBytes([u32(2000), ascii('mdat')]))).toThrow('passes the limit of 1000');
  });

  it.each([
    ['in the middle of a box', concatBytes([...init, fragmentOf(10)]).subarray(0, -1)],
    ['between a fragment header and its media data', concatBytes([...init, writeBox('moof')])],
  ])('reports a stream that ends %s', (_name, bytes) => {
    const reader = new FragmentReader();
    reader.push(bytes);
    expect(() => reader.finish()).toThrow(MalformedMediaError);
  });

  it('ends with fragments or a typed error for any bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 })), (chunks) => {
        try {
          readAll([...init, ...chunks]);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedMediaError);
        }
      }),
    );
  });
});
