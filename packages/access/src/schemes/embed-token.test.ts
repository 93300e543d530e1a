import { expect, it } from 'vitest';
import { formatEmbedToken, isEmbedToken } from './embed-token.ts';

const token = formatEmbedToken(new Uint8Array(32).fill(255));

it('has a form that its own tokens have', () => {
  expect(token).toHaveLength(47);
  expect(isEmbedToken(token)).toBe(true);
});

it.each([
  token.slice(1),
  `${token}A`,
  token.replace('emb', 'xmb'),
  `${token.slice(0, -1)}=`,
  `${token.slice(0, -1)}9`,
  '',
])('%j is none', (text) => {
  expect(isEmbedToken(text)).toBe(false);
});

it('needs all its randomness', () => {
  expect(() => formatEmbedToken(new Uint8Array(31))).toThrow(RangeError);
});
