import { describe, expect, test } from 'vitest';
import { initialsOf, nameOf, type PersonView, planTiles, type TrackView } from './plan-tiles.ts';

const track = (tid: string, kind: 1 | 2, source: TrackView['source'], more: Partial<TrackView> = {}): TrackView => ({
  ...{ tid, kind, source, muted: false, hasMedia: true },
  ...more,
});
const person = (id: string, ...tracks: TrackView[]): PersonView => ({
  ...{ id, displayName: id, isSelf: false, isSpeaking: false },
  tracks,
});
const self = (...tracks: TrackView[]): PersonView => ({ ...person('me', ...tracks), isSelf: true });

describe('tiles', () => {
  test('screens come first, then others as they came, then oneself', () => {
    const people = [self(), person('bob'), person('eve', track('s', 2, 'screenshare'))];
    expect(planTiles(people).map(({ key }) => key)).toEqual(['screen:s', 'person:bob', 'person:eve', 'person:me']);
  });

  test('one’s own screen and one’s own sound are not played', () => {
    const [tile, ...more] = planTiles([self(track('m', 1, 'microphone'), track('s', 2, 'screenshare'))]);
    expect(tile).toMatchObject({ key: 'person:me', audioTids: [], microphone: 'on' });
    expect(more).toEqual([]);
  });

  test.each([
    ['muted', { muted: true }],
    ['not received', { hasMedia: false }],
  ])('a camera that is %s shows no picture', (_, state) => {
    const [tile] = planTiles([person('bob', track('c', 2, 'camera', state))]);
    expect(tile?.videoTid).toBeNull();
  });

  test('the sound of a screen plays with the screen, that of a microphone with the person', () => {
    const tracks = [
      track('m', 1, 'microphone'),
      track('a', 1, 'screenshareaudio'),
      track('s', 2, 'screenshare'),
      track('c', 2, 'camera'),
    ];
    expect(planTiles([person('bob', ...tracks)])).toMatchObject([
      { key: 'screen:s', videoTid: 's', audioTids: ['a'] },
      { key: 'person:bob', videoTid: 'c', audioTids: ['m'] },
    ]);
  });

  test('who has no microphone is neither on nor off', () => {
    const people = [person('a'), person('b', track('m', 1, 'microphone', { muted: true }))];
    expect(planTiles(people).map(({ microphone }) => microphone)).toEqual([null, 'off']);
  });
});

describe('names', () => {
  test.each([
    ['Ada', 'x', false, 'Ada'],
    ['Ada', 'x', true, 'Ada (you)'],
    ['', 'alice', false, 'alice'],
    ['', '02a1f21b-582f-4976-9d4c-5a2f5a5e7a11', false, 'Guest'],
  ])('%j with the id %j is shown by name, else by an id that means something', (displayName, id, isSelf, name) => {
    expect(nameOf({ displayName, id, isSelf })).toBe(name);
  });

  test.each([
    ['Ada Lovelace', 'AL'],
    ['bo (you)', 'B'],
    ['Ада', 'А'],
    ['', '?'],
  ])('%j is abbreviated %j', (name, letters) => {
    expect(initialsOf(name)).toBe(letters);
  });
});
