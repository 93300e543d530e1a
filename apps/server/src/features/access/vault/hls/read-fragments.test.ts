import { writeBox } from '@sluice/media';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ByteRange } from '../../../../ports/object-store.ts';
import { SluiceError } from '../../../../ports/sluice-error.ts';
import { readFragments } from './read-fragments.ts';

const u32 = (...values: number[]): Uint8Array =>
  Buffer.concat(values.map((value) => Buffer.from(Uint32Array.of(value).buffer).swap32()));
const full = (type: string, ...fields: number[]): Uint8Array => writeBox(type, u32(0, ...fields));
const track = (id: number, kind: string): Uint8Array => {
  const handler = writeBox('hdlr', u32(0, 0), Buffer.from(kind), new Uint8Array(13));
  return writeBox('trak', full('tkhd', 0, 0, id), writeBox('mdia', full('mdhd', 0, 0, 1000, 0), handler));
};
const trex = (id: number): Uint8Array => full('trex', id, 1, 500, 0, 0);
const head = Buffer.concat([
  writeBox('ftyp', Buffer.from('iso6')),
  writeBox('moov', track(1, 'vide'), track(2, 'soun'), writeBox('mvex', trex(1), trex(2))),
]);
const fragment = (trackId: number, samples: number, bytes: number): Uint8Array =>
  Buffer.concat([
    writeBox('moof', writeBox('traf', full('tfhd', trackId), full('trun', samples))),
    writeBox('mdat', new Uint8Array(bytes)),
  ]);

/** Reads of `file`, as a store gives them. */
function readIn(file: Uint8Array) {
  let reads = 0;
  const readBytes = async (key: string, range?: ByteRange) => {
    reads += 1;
    const { first, last } = range ?? { first: 0, last: file.length - 1 };
    const info = { key, size: file.length, etag: 'e', lastModified: new Date(0) };
    return { info, bytes: file.subarray(first, last + 1) };
  };
  return { index: readFragments({ readBytes }, 'a.mp4', file.length), countReads: () => reads };
}

describe('the fragments of a file', () => {
  it('are those of its picture, each with what follows for other tracks', async () => {
    const parts = [fragment(1, 4, 10), fragment(2, 9, 20), fragment(1, 2, 30), writeBox('mfra', new Uint8Array(4))];
    const [first = 0, sound = 0, second = 0] = parts.map(({ length }) => length);
    expect(await readIn(Buffer.concat([head, ...parts])).index).toEqual({
      init: { first: 0, length: head.length },
      fragments: [
        { first: head.length, length: first + sound, seconds: 2 },
        { first: head.length + first + sound, length: second, seconds: 1 },
      ],
    });
  });

  it('are found without a read of their media', async () => {
    const file = Buffer.concat([head, fragment(1, 1, 1_000_000), fragment(1, 1, 1_000_000)]);
    const { index, countReads } = readIn(file);
    expect((await index)?.fragments).toHaveLength(2);
    expect(countReads()).toBe(2);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('a text of no meaning at all')],
    ['a head alone', head],
    ['media before a head', writeBox('mdat', new Uint8Array(9))],
    ['a fragment before a head', fragment(1, 1, 9)],
    ['a fragment that is cut off', Buffer.concat([head, fragment(1, 1, 9)]).subarray(0, -1)],
  ])('are none of %s', async (_what, file) => {
    expect(await readIn(file).index).toBeNull();
  });

  it('lie inside of the file and one behind the other, or are none, whatever is wrong with it', async () => {
    const file = Buffer.concat([head, fragment(1, 4, 10), fragment(2, 9, 20), fragment(1, 2, 30)]);
    const wrong = fc.array(fc.tuple(fc.nat({ max: file.length - 1 }), fc.nat({ max: 255 })), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(wrong, fc.nat({ max: file.length }), async (changes, length) => {
        const broken = Buffer.from(file.subarray(0, length));
        for (const [at, byte] of changes) if (at < length) broken[at] = byte;
        const found = await readIn(broken).index;
        let at = found?.init.length ?? 0;
        for (const { first, length: bytes } of found?.fragments ?? []) {
          expect(first).toBeGreaterThanOrEqual(at);
          at = first + bytes;
          expect(at).toBeLessThanOrEqual(length);
        }
      }),
    );
  });

  it('are none of an object that is gone, and an error where the store is', async () => {
    const failing = (code: string) => ({
      readBytes: async () => Promise.reject(new SluiceError(code, { status: 503, message: 'no' })),
    });
    expect(await readFragments(failing('storage/object-missing'), 'a', 100)).toBeNull();
    await expect(readFragments(failing('storage/unavailable'), 'a', 100)).rejects.toMatchObject({
      code: 'storage/unavailable',
    });
  });
});
