import { describe, expect, it } from 'vitest';
import { recovering, whenThere } from './awaitable.ts';

const fail = (message: string) => {
  throw new Error(message);
};
const messageOf = (error: unknown): string => (error as Error).message;

describe('whenThere', () => {
  it('goes on at once with a value and later with a promised one', async () => {
    const double = (value: number) => 2 * value;
    expect(whenThere(2, double)).toBe(4);
    const later = whenThere(Promise.resolve(3), double);
    expect(later).toBeInstanceOf(Promise);
    expect(await later).toBe(6);
  });
});

describe('recovering', () => {
  it('hands on what is thrown now or later, and nothing else', async () => {
    expect(recovering(() => 'fine', messageOf)).toBe('fine');
    expect(recovering(() => fail('now'), messageOf)).toBe('now');
    expect(await recovering(async () => fail('later'), messageOf)).toBe('later');
  });
});
