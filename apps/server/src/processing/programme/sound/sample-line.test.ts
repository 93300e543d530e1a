import { describe, expect, it } from 'vitest';
import { createSampleLine, type SampleLine } from './sample-line.ts';

const options = { delaySamples: 10, maxAheadSamples: 40 };
const tone = (value: number, length = 5) => [new Float32Array(length).fill(value)];

function read(line: SampleLine, from: number, count: number): number[] {
  const onto = new Float32Array(count * 2);
  line.mixInto(onto, from);
  return Array.from({ length: count }, (_, index) => Math.round((onto[index * 2] ?? 0) * 10));
}

describe('the sound of a track', () => {
  it('is heard after the delay, and what follows joins on', () => {
    const line = createSampleLine(options, 0);
    line.write(1000, tone(0.1));
    line.write(1005, tone(0.2));
    expect(read(line, 0, 10)).toEqual(Array(10).fill(0));
    expect(read(line, 10, 12)).toEqual([1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 0, 0]);
  });

  it('keeps the silence of what was lost or not sent', () => {
    const line = createSampleLine(options, 0);
    line.write(0xffff_fffe, tone(0.1));
    line.write(8, tone(0.2));
    read(line, 0, 10);
    expect(read(line, 10, 15)).toEqual([1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 2, 2, 2, 2, 2]);
  });

  it('begins anew after the delay when it comes too late or far ahead', () => {
    const line = createSampleLine(options, 0);
    line.write(0, tone(0.1));
    read(line, 0, 30);
    line.write(5, tone(0.2));
    expect(read(line, 30, 15)).toEqual([...Array(10).fill(0), 2, 2, 2, 2, 2]);
    line.write(500_000, tone(0.3));
    expect(read(line, 45, 15)).toEqual([...Array(10).fill(0), 3, 3, 3, 3, 3]);
  });

  it('is added to what others say', () => {
    const line = createSampleLine(options, 0);
    line.write(0, tone(0.3));
    read(line, 0, 10);
    const onto = new Float32Array(10).fill(0.5);
    line.mixInto(onto, 10);
    expect(onto[0]).toBeCloseTo(0.8);
  });
});
