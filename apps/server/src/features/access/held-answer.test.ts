import { describe, expect, it } from 'vitest';
import { heldAnswer, type Looking } from './held-answer.ts';

function feed(): Looking & { look(): void; readonly count: number } {
  const listeners = new Set<() => void>();
  return {
    onLook(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    look() {
      for (const listener of [...listeners]) listener();
    },
    get count() {
      return listeners.size;
    },
  };
}
const order = { isNews: (answer: string) => answer === 'news', isOver: () => false };

describe('a held answer', () => {
  it('goes out at once when there is news', async () => {
    expect(await heldAnswer({ ...order, read: async () => 'news', feeds: [feed()], waitMs: 60_000 })).toBe('news');
  });

  it('goes out as soon as any of the feeds brings news, and leaves no listener behind', async () => {
    const [first, second] = [feed(), feed()];
    let answer = 'nothing';
    const held = heldAnswer({ ...order, read: async () => answer, feeds: [first, second], waitMs: 60_000 });
    await new Promise(setImmediate);
    first.look();
    await new Promise(setImmediate);
    answer = 'news';
    second.look();
    expect(await held).toBe('news');
    expect([first.count, second.count]).toEqual([0, 0]);
  });

  it('does not miss a look that comes while it reads', async () => {
    const source = feed();
    let reads = 0;
    const read = async (): Promise<string> => {
      if (++reads === 1) source.look();
      return reads === 1 ? 'nothing' : 'news';
    };
    expect(await heldAnswer({ ...order, read, feeds: [source], waitMs: 60_000 })).toBe('news');
  });

  it('goes out empty when the wait is over, and when nothing comes any more', async () => {
    const read = async (): Promise<string> => 'nothing';
    expect(await heldAnswer({ ...order, read, feeds: [feed()], waitMs: 20 })).toBe('nothing');
    expect(await heldAnswer({ ...order, read, isOver: () => true, feeds: [feed()], waitMs: 60_000 })).toBe('nothing');
  });
});
