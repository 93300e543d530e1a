import { expect, test } from 'vitest';
import { readRenewedToken } from './renew-by-route.ts';

test('the token and when it was made', () => {
  const body = JSON.stringify({ token: 'v=1~sig=x', issued_at: 1777032108, expires_at: 1777035708 });
  expect(readRenewedToken(body)).toEqual({ token: 'v=1~sig=x', issuedAtSeconds: 1777032108 });
});

test('an answer that leaves out when it was made', () => {
  expect(readRenewedToken('{"token":"v=1~sig=x"}')).toEqual({ token: 'v=1~sig=x', issuedAtSeconds: null });
});

test.each(['', '<html>', 'null', '[]', '{}', '{"token":""}', '{"token":1}'])('%s is no answer', (body) => {
  expect(readRenewedToken(body)).toBeNull();
});
