import { expect, test } from 'vitest';
import { sendEncodings } from './encodings.ts';

const layer = { rid: 'q', maxBitsPerSecond: 150_000, scaleDownBy: 4, maxFramesPerSecond: 0 };
const asked = {
  cameraEncodings: [layer, { ...layer, rid: 'f', scaleDownBy: 1, maxFramesPerSecond: 30 }],
  screenshareEncodings: [],
};
const camera = { kind: 2, source: 'camera' } as const;

test('a camera is sent in the layers that the server asked for; 0 is no bound', () => {
  expect(sendEncodings(camera, asked, true)).toEqual([
    { rid: 'q', maxBitrate: 150_000, scaleResolutionDownBy: 4 },
    { rid: 'f', maxBitrate: 150_000, scaleResolutionDownBy: 1, maxFramerate: 30 },
  ]);
});

test.each([
  ['a camera without simulcast', camera, false, 700_000],
  ['a screen', { kind: 2, source: 'screenshare' } as const, true, 2_000_000],
  ['a microphone', { kind: 1, source: 'microphone' } as const, true, 64_000],
])('%s is one layer', (_, track, isAllowed, maxBitrate) => {
  expect(sendEncodings(track, asked, isAllowed)).toEqual([{ maxBitrate }]);
});
