import { expect, test } from 'vitest';
import { tokenInAddress } from './token-in-address.ts';

const token = 'v=1~kid=k1~exp=1777035708~acl=/v/9f86d081/*~id=tk_1~aud=9f86d081~sig=abc_-';
const inPath = Buffer.from(token).toString('base64url');

test.each([
  [`https://m.example/v/a/master.m3u8?et=${encodeURIComponent(token)}`, token],
  [`https://m.example/v/a/master.m3u8?q=1&et=${token}`, token],
  [`https://m.example/_t/${inPath}/v/a/master.m3u8`, token],
  [`https://m.example/_t/${inPath}/v/a/master.m3u8?et=other`, token],
  ['https://m.example/v/a/master.m3u8', ''],
  ['https://m.example/v/a/master.m3u8?xet=1#et=2', ''],
  ['https://m.example/v/a/master.m3u8?et=%zz', ''],
  ['https://m.example/_t/a/v/a/master.m3u8', ''],
])('%s', (url, found) => {
  expect(tokenInAddress(url)).toBe(found);
});
