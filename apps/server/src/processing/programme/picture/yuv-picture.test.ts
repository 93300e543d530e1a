import { describe, expect, it } from 'vitest';
import { drawPicture, plainPicture } from './yuv-picture.ts';

const luma = ({ bytes }: { bytes: Uint8Array }, width: number, x: number, y: number) => bytes[y * width + x];

describe('drawPicture', () => {
  it('copies a picture of the size of its place and touches nothing around it', () => {
    const onto = plainPicture(8, 8, [16, 128, 128]);
    drawPicture(onto, plainPicture(4, 2, [200, 90, 60]), { x: 2, y: 4, width: 4, height: 2 });
    const rows = [3, 4, 5, 6].map((y) => Array.from({ length: 8 }, (_, x) => luma(onto, 8, x, y)));
    const plain = Array(8).fill(16);
    const drawn = [16, 16, 200, 200, 200, 200, 16, 16];
    expect(rows).toEqual([plain, drawn, drawn, plain]);
    expect([...onto.bytes.subarray(64, 80)].filter((u) => u === 90)).toHaveLength(2);
    expect([...onto.bytes.subarray(80)].filter((v) => v === 60)).toHaveLength(2);
  });

  it('stretches one of another size', () => {
    const source = { width: 2, height: 2, bytes: Uint8Array.of(10, 20, 30, 40, 128, 128) };
    const onto = plainPicture(4, 4, [16, 128, 128]);
    drawPicture(onto, source, { x: 0, y: 0, width: 4, height: 4 });
    expect([...onto.bytes.subarray(0, 16)]).toEqual([10, 10, 20, 20, 10, 10, 20, 20, 30, 30, 40, 40, 30, 30, 40, 40]);
  });
});
