import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createSharedWindow, type TellCalls } from './shared-window.ts';

/** Processes with one table of calls between them, as the database keeps one. */
function processes(count: number, limitPerMinute: number) {
  const clock = { now: 600_000, nowMs: () => clock.now };
  const table = new Map<string, number>();
  const told: number[] = [];
  const failures: unknown[] = [];
  const state = { isAway: false };
  const tellCalls: TellCalls = async (scope, minute, calls) => {
    if (state.isAway) throw new Error('the database is away');
    told.push(calls.size);
    return new Map(
      [...calls].map(([caller, more]) => {
        const name = `${scope} ${minute} ${caller}`;
        table.set(name, (table.get(name) ?? 0) + more);
        return [caller, table.get(name) ?? 0];
      }),
    );
  };
  const closing = new AbortController();
  const options = {
    ...{ clock, scope: 'a', limitPerMinute, tellCalls, signal: closing.signal },
    reportFailure: (error: unknown) => failures.push(error),
  };
  const windows = Array.from({ length: count }, () => createSharedWindow(options));
  const at = (index: number) => windows[index % count] as ReturnType<typeof createSharedWindow>;
  return { clock, at, told, failures, state, close: () => closing.abort() };
}

const calls = (window: { admit(caller: string): boolean }, caller: string, times: number): number =>
  Array.from({ length: times }, () => window.admit(caller)).filter((admitted) => admitted).length;

describe('a limit that processes share without asking each other', () => {
  it('holds at once in the process that counts', () => {
    const { at } = processes(2, 5);
    expect([calls(at(0), 'a', 9), calls(at(0), 'b', 2)]).toEqual([5, 2]);
  });

  it('holds in the others once they were told', async () => {
    const { at } = processes(2, 5);
    calls(at(0), 'a', 4);
    await at(0).tell();
    expect(calls(at(1), 'a', 1)).toBe(1);
    await at(1).tell();
    expect([calls(at(1), 'a', 5), calls(at(1), 'b', 5)]).toEqual([0, 5]);
  });

  it('starts anew with the next minute, whatever was under way', async () => {
    const { at, clock } = processes(2, 5);
    calls(at(0), 'a', 9);
    const telling = at(0).tell();
    clock.now += 60_000;
    expect(calls(at(0), 'a', 5)).toBe(5);
    await telling;
    clock.now += 60_000;
    expect([calls(at(0), 'a', 9), calls(at(1), 'a', 9)]).toEqual([5, 5]);
  });

  it('tells nothing twice, and nothing of whom all refuse', async () => {
    const { at, told } = processes(1, 5);
    calls(at(0), 'a', 9);
    await Promise.all([at(0).tell(), at(0).tell()]);
    await at(0).tell();
    calls(at(0), 'a', 3);
    await at(0).tell();
    expect(told).toEqual([1]);
  });

  it('tells of many callers in turn', async () => {
    const { at, told } = processes(1, 5);
    for (let caller = 0; caller < 1500; caller++) at(0).admit(`c${caller}`);
    await at(0).tell();
    await at(0).tell();
    expect(told).toEqual([1000, 500]);
  });

  it('is that of each process while nobody can be told, and is made up for afterwards', async () => {
    const { at, failures, state } = processes(2, 5);
    state.isAway = true;
    expect(calls(at(0), 'a', 3)).toBe(3);
    await at(0).tell();
    expect(failures).toHaveLength(1);
    state.isAway = false;
    expect(calls(at(0), 'a', 1)).toBe(1);
    await at(0).tell();
    expect(calls(at(1), 'a', 1)).toBe(1);
    await at(1).tell();
    expect(calls(at(1), 'a', 1)).toBe(0);
  });

  it('refuses nobody who stays within it, wherever they call and whenever processes talk', async () => {
    const step = fc.record({ at: fc.nat(2), tells: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        const { at } = processes(3, 20);
        const talks: Promise<void>[] = [];
        for (const { at: index, tells } of steps) {
          expect(at(index).admit('a')).toBe(true);
          if (tells) talks.push(at(index).tell());
          if (talks.length % 2 === 1) await talks.at(-1);
        }
        await Promise.all(talks);
      }),
    );
  });

  it('tells nothing any more once its process closes', async () => {
    const { at, told, close } = processes(1, 5);
    vi.useFakeTimers();
    try {
      calls(at(0), 'a', 1);
      close();
      calls(at(0), 'b', 1);
      await vi.runAllTimersAsync();
    } finally {
      vi.useRealTimers();
    }
    expect(told).toEqual([]);
  });
});
