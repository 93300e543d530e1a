import { expect, it } from 'vitest';
import { refuse } from './refusal.ts';

it('is one frozen object per reason, so refusing allocates nothing', () => {
  expect(refuse('token_expired')).toBe(refuse('token_expired'));
  expect(refuse('token_expired')).toEqual({ ok: false, reason: 'token_expired' });
  expect(Object.isFrozen(refuse('token_revoked'))).toBe(true);
});
