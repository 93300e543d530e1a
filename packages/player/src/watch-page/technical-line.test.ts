import { expect, test } from 'vitest';
import { technicalFacts } from './technical-line.ts';

const stats = {
  widthPx: 1280,
  heightPx: 720,
  codecs: 'avc1.64001f, mp4a.40.2',
  bandwidthBitsPerSecond: 4_200_000,
  isEncrypted: true,
  bufferSeconds: 29.6,
};

test('tells rung, codec, bandwidth, encryption and buffer', () => {
  expect(technicalFacts(stats).map(({ name, value }) => `${name}: ${value}`)).toEqual([
    'Quality: 720p (1280×720)',
    'Codec: avc1.64001f, mp4a.40.2',
    'Bandwidth: 4.2 Mb/s',
    'Encrypted: yes',
    'Buffer: 30 s',
  ]);
});

test('claims nothing that it does not know', () => {
  expect(technicalFacts(null)).toEqual([]);
  expect(technicalFacts({ ...stats, widthPx: 0 })).toEqual([]);
  const facts = technicalFacts({ ...stats, codecs: null, bandwidthBitsPerSecond: null, isEncrypted: null });
  expect(facts.map(({ name }) => name)).toEqual(['Quality', 'Buffer']);
});
