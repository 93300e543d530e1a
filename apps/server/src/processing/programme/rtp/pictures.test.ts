import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createH264Assembler } from './h264-pictures.ts';
import { createVp8Assembler } from './vp8-pictures.ts';

const packet = (payload: readonly number[] | Uint8Array, hasMarker = false) => ({
  ...{ sequence: 0, payloadType: 96, timestamp: 0, ssrc: 1, hasMarker },
  payload: Uint8Array.from(payload),
});
const START = [0, 0, 0, 1];

describe('VP8 from RTP', () => {
  it('joins the parts of a picture without their descriptors', () => {
    const assembler = createVp8Assembler();
    // RFC 7741 §4.2: start of partition 0, with a picture id of 15 bits; then one without.
    expect(assembler.push(packet([0x90, 0x80, 0x81, 0x02, 0x10, 0xaa]))).toBeNull();
    expect(assembler.push(packet([0x80, 0x80, 0x05, 0xbb], true))).toEqual({
      isKey: true,
      bytes: Buffer.from([0x10, 0xaa, 0xbb]),
    });
  });

  it('tells a picture that needs others, and gives none without its beginning', () => {
    const assembler = createVp8Assembler();
    expect(assembler.push(packet([0x10, 0x11], true))?.isKey).toBe(false);
    expect(assembler.push(packet([0x00, 0x11], true))).toBeNull();
  });
});

describe('H.264 from RTP', () => {
  it('takes units together, by themselves and in fragments', () => {
    const assembler = createH264Assembler();
    expect(assembler.push(packet([24, 0, 2, 0x67, 1, 0, 1, 0x68]))).toBeNull();
    expect(assembler.push(packet([0x7c, 0x85, 7]))).toBeNull();
    expect(assembler.push(packet([0x7c, 0x45, 8], true))).toEqual({
      isKey: true,
      bytes: Buffer.from([...START, 0x67, 1, ...START, 0x68, ...START, 0x65, 7, 8]),
    });
    expect(assembler.push(packet([0x61, 9], true))).toEqual({ isKey: false, bytes: Buffer.from([...START, 0x61, 9]) });
  });

  it('gives nothing of a fragment whose beginning is lost', () => {
    expect(createH264Assembler().push(packet([0x7c, 0x45, 8], true))).toBeNull();
  });
});

it.each([createVp8Assembler, createH264Assembler])('never fails, whatever comes: %o', (create) => {
  const payloads = fc.array(fc.tuple(fc.uint8Array({ maxLength: 20 }), fc.boolean()));
  fc.assert(
    fc.property(payloads, (all) => {
      const assembler = create();
      for (const [payload, hasMarker] of all) assembler.push(packet(payload, hasMarker));
    }),
  );
});
