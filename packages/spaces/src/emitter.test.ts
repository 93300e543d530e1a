import { describe, expect, test } from 'vitest';
import { Emitter } from './emitter.ts';

interface Events {
  readonly said: readonly [string, number];
  readonly gone: readonly [];
}

const create = () => new Emitter<Events>();

describe('an emitter', () => {
  test('calls its listeners in the order in which they were added, with what is handed over', () => {
    const heard: unknown[] = [];
    const emitter = create();
    emitter.on('said', (word, times) => heard.push(['first', word, times]));
    emitter.addListener('said', (word) => heard.push(['second', word]));
    expect(emitter.emit('said', 'hello', 2)).toBe(true);
    expect(heard).toEqual([
      ['first', 'hello', 2],
      ['second', 'hello'],
    ]);
  });

  test('calls a listener for once only once, even when it emits by itself', () => {
    let count = 0;
    const emitter = create();
    emitter.once('gone', () => {
      count += 1;
      emitter.emit('gone');
    });
    emitter.emit('gone');
    emitter.emit('gone');
    expect(count).toBe(1);
  });

  test('tells whether anyone listened', () => {
    expect(create().emit('gone')).toBe(false);
  });

  test.each(['off', 'removeListener'] as const)('%s takes away one registration, the last', (method) => {
    let count = 0;
    const listener = () => {
      count += 1;
    };
    const emitter = create().on('gone', listener).on('gone', listener);
    emitter[method]('gone', listener);
    emitter.emit('gone');
    expect(count).toBe(1);
  });

  test('a listener that is taken away while others are called is still called this time', () => {
    const heard: string[] = [];
    const emitter = create();
    const second = () => heard.push('second');
    emitter.on('gone', () => emitter.off('gone', second)).on('gone', second);
    emitter.emit('gone');
    emitter.emit('gone');
    expect(heard).toEqual(['second']);
  });

  test('forgets the listeners of one event, or of all', () => {
    const emitter = create()
      .on('gone', () => undefined)
      .on('said', () => undefined);
    emitter.removeAllListeners('gone');
    expect([emitter.listenerCount('gone'), emitter.listenerCount('said')]).toEqual([0, 1]);
    emitter.removeAllListeners();
    expect(emitter.listenerCount('said')).toBe(0);
  });
});
