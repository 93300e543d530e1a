import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countFrames } from './count-frames.ts';

function chunk(type: string, size: number): Buffer {
  const header = Buffer.from(`${type}\0\0\0\0`, 'latin1');
  header.writeUInt32LE(size, 4);
  return Buffer.concat([header, Buffer.alloc(size + (size % 2))]);
}

function webp(...chunks: Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from('WEBP'), ...chunks]);
  const header = Buffer.from('RIFF\0\0\0\0', 'latin1');
  header.writeUInt32LE(body.length, 4);
  return Buffer.concat([header, body]);
}

const screen = [0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 2, 0, 2, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255];
const picture = [0x21, 0xf9, 4, 0, 0, 0, 0, 0, 0x2c, 0, 0, 0, 0, 2, 0, 2, 0, 0, 2, 3, 1, 2, 3, 0];
const gif = (frames: number) => Buffer.from([...screen, ...Array(frames).fill(picture).flat(), 0x3b]);

describe('countFrames', () => {
  it('counts the frames of an animated WebP', () => {
    expect(countFrames(webp(chunk('VP8X', 10), chunk('ANIM', 6), chunk('ANMF', 33), chunk('ANMF', 8)), 'webp')).toBe(2);
  });

  it('takes a still WebP for one frame', () => {
    expect(countFrames(webp(chunk('VP8 ', 20)), 'webp')).toBe(1);
  });

  it('finds none in a WebP whose size was never filled in', () => {
    const broken = webp(chunk('ANMF', 8));
    broken.writeUInt32LE(0, 4);
    expect(countFrames(broken, 'webp')).toBe(0);
  });

  it('counts the frames of a GIF', () => {
    expect(countFrames(gif(3), 'gif')).toBe(3);
  });

  it('finds none in a GIF that is cut short', () => {
    const whole = gif(3);
    for (let length = 0; length < whole.length; length += 1) {
      expect(countFrames(whole.subarray(0, length), 'gif')).toBe(0);
    }
  });

  it('ends on any bytes', () => {
    const bytes = fc.uint8Array({ maxLength: 200 });
    fc.assert(
      fc.property(bytes, fc.constantFrom('webp', 'gif'), (tail, format) => {
        expect(
          countFrames(Buffer.concat([format === 'gif' ? Buffer.from(screen) : webp(), tail]), format),
        ).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
