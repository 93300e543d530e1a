import { describe, expect, test } from 'vitest';
import { type KeyTarget, keyCommand } from './keyboard-command.ts';

const press = (key: string, target: KeyTarget = 'player', modifiers = {}) =>
  keyCommand({ key, ctrlKey: false, altKey: false, metaKey: false, ...modifiers }, target);

test.each([
  [' ', { type: 'toggle-play' }],
  ['k', { type: 'toggle-play' }],
  ['K', { type: 'toggle-play' }],
  ['m', { type: 'toggle-mute' }],
  ['f', { type: 'toggle-fullscreen' }],
  ['Escape', { type: 'close' }],
  ['ArrowLeft', { type: 'seek-by', seconds: -5 }],
  ['ArrowRight', { type: 'seek-by', seconds: 5 }],
  ['j', { type: 'seek-by', seconds: -10 }],
  ['l', { type: 'seek-by', seconds: 10 }],
  ['ArrowUp', { type: 'volume-by', amount: 0.05 }],
  ['ArrowDown', { type: 'volume-by', amount: -0.05 }],
  ['0', { type: 'seek-to', fraction: 0 }],
  ['7', { type: 'seek-to', fraction: 0.7 }],
  ['Home', { type: 'seek-to', fraction: 0 }],
  ['End', { type: 'seek-to', fraction: 1 }],
])('%j', (key, command) => {
  expect(press(key)).toEqual(command);
});

test.each(['a', 'c', 'Tab', 'Enter', 'F5', '٣', 'toString', 'constructor'])('%s is left to the browser', (key) => {
  expect(press(key)).toBeNull();
});

test.each(['ctrlKey', 'altKey', 'metaKey'])('combinations with %s are left to the browser', (modifier) => {
  expect(press('f', 'player', { [modifier]: true })).toBeNull();
});

describe('what has the focus', () => {
  test('space presses a focused button instead of pausing', () => expect(press(' ', 'button')).toBeNull());
  test('letters work on a focused button', () => expect(press('m', 'button')).toEqual({ type: 'toggle-mute' }));
  test('arrows on the volume slider change the volume', () => {
    expect(press('ArrowLeft', 'volume')).toEqual({ type: 'volume-by', amount: -0.05 });
    expect(press('End', 'volume')).toEqual({ type: 'volume-by', amount: 1 });
  });
  test('arrows on the seek bar seek', () => {
    expect(press('ArrowRight', 'seek')).toEqual({ type: 'seek-by', seconds: 5 });
  });
});
