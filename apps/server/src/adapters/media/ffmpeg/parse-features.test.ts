import { expect, test } from 'vitest';
import { parseNames, parseVersion } from './parse-features.ts';

test('the version is the third word', () => {
  expect(parseVersion('ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026\nbuilt with gcc')).toBe(
    '5.1.9-0+deb12u1',
  );
  expect(parseVersion('')).toBe('unknown');
});

test('names are read from the list, not from its legend', () => {
  const encoders = 'Encoders:\n V..... = Video\n ------\n V....D libx264              H.264\n A....D aac   AAC\n';
  const filters =
    'Filters:\n  T.. = Timeline support\n  | = Source or sink filter\n ..C scale             V->V       Scale\n';
  expect([...parseNames(encoders)]).toEqual(['libx264', 'aac']);
  expect([...parseNames(filters)]).toEqual(['scale']);
});
