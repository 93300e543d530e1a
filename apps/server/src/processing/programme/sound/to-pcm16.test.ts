import { expect, it } from 'vitest';
import { toPcm16 } from './to-pcm16.ts';

it('writes samples as little endian and cuts off what is too loud', () => {
  expect([...toPcm16(Float32Array.of(0, 1, -1, 1.7, -3, 0.5))]).toEqual([
    0, 0, 0xff, 0x7f, 0x01, 0x80, 0xff, 0x7f, 0x01, 0x80, 0x00, 0x40,
  ]);
});
