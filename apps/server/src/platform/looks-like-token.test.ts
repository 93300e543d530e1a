import { expect, it } from 'vitest';
import { looksLikeToken } from './looks-like-token.ts';

it.each([
  ['v=1~kid=k1', true],
  ['v%3D1%7Ekid%3Dk1', true],
  ['eyJhbGciOiJIUzI1NiJ9', true],
  ['emb_AAAA', true],
  ['dj0xfmtpZD1rMQ', true],
  ['Signature=abc', true],
  ['bcdn_token=HS256-abc', true],
  ['%zz', true],
  ['tk_01HZX3Q8', false],
  ['et_9f86d081', false],
  ['master.m3u8', false],
  ['left the course', false],
])('takes %s for one: %s', (text, expected) => {
  expect(looksLikeToken(text)).toBe(expected);
});
