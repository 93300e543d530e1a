import { expect, test } from 'vitest';
import { parsePostmaster } from './postmaster-file.ts';

test('pid, port and socket folder are lines 1, 4 and 5', () => {
  const text = '4711\n/data/postgres\n1790000000\n5432\n/data/postgres-socket\n\n  1000 2\nready   \n';
  expect(parsePostmaster(text)).toEqual({ pid: 4711, port: 5432, socketFolder: '/data/postgres-socket' });
});

test('a file that is half written, or a server without a socket, is none', () => {
  for (const text of [
    '',
    '4711\n',
    '4711\n/data\n1\n5432\n',
    '4711\n/data\n1\n5432\n\n127.0.0.1\n',
    '-1\na\nb\n1\n/s\n',
  ]) {
    expect(parsePostmaster(text)).toBeNull();
  }
});
