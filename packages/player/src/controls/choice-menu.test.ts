import { describe, expect, test } from 'vitest';
import type { Rung } from '../playback/engine.ts';
import { formatBitrate, qualityMenu, speedMenu } from './choice-menu.ts';

const rung = (
  index: number,
  widthPx: number,
  heightPx: number,
  bitsPerSecond: number,
  codecs = 'avc1.64001f',
): Rung => ({
  index,
  widthPx,
  heightPx,
  bitsPerSecond,
  codecs,
});
const ladder = [rung(0, 426, 240, 300_000), rung(1, 640, 360, 500_000), rung(2, 1280, 720, 2_500_000)];

describe('quality', () => {
  test('automatic comes first and tells which rung it plays, then the rungs from the best down', () => {
    expect(qualityMenu(ladder, null, 1)).toEqual({
      text: 'Auto',
      detail: '360p',
      spoken: 'automatic, now 360p',
      choices: [
        { value: null, label: 'Auto', hint: '360p', isChosen: true },
        { value: 2, label: '720p', hint: '2.5 Mb/s', isChosen: false },
        { value: 1, label: '360p', hint: '500 kb/s', isChosen: false },
        { value: 0, label: '240p', hint: '300 kb/s', isChosen: false },
      ],
    });
  });

  test('a chosen rung is the only one marked, and stands on the button', () => {
    const menu = qualityMenu(ladder, 2, 1);
    expect(menu).toMatchObject({ text: '720p', detail: '', spoken: '720p' });
    expect(menu.choices.filter(({ isChosen }) => isChosen).map(({ label }) => label)).toEqual(['720p']);
    expect(menu.choices[0]).toMatchObject({ label: 'Auto', hint: '' });
  });

  test('two codecs of one size are told apart, the rest stays short', () => {
    const mixed = [...ladder, rung(3, 1280, 720, 1_500_000, 'av01.0.05M.08, mp4a.40.2')];
    const labels = qualityMenu(mixed, null, null).choices.map(({ label }) => label);
    expect(labels).toEqual(['Auto', '720p H.264', '720p AV1', '360p', '240p']);
  });

  test('before the first picture nothing is claimed', () => {
    expect(qualityMenu(ladder, null, null)).toMatchObject({ text: 'Auto', detail: '', spoken: 'Auto' });
  });
});

test('the speed in use is marked', () => {
  const chosen = speedMenu(1.5).choices.filter(({ isChosen }) => isChosen);
  expect(chosen).toEqual([{ value: 1.5, label: '1.5×', hint: '', isChosen: true }]);
  expect(speedMenu(1)).toMatchObject({ text: '1×', spoken: 'normal' });
});

test.each([
  [640_400, '640 kb/s'],
  [1_000_000, '1.0 Mb/s'],
  [2_549_000, '2.5 Mb/s'],
])('%d bits per second read %s', (bitsPerSecond, text) => {
  expect(formatBitrate(bitsPerSecond)).toBe(text);
});
