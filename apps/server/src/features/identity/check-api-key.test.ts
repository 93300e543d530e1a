import { describe, expect, it } from 'vitest';
import { createApiKeyCheck } from './check-api-key.ts';

const check = createApiKeyCheck('5f'.repeat(32));

describe('the API key check', () => {
  it('lets the key through', () => {
    expect(() => check('5f'.repeat(32))).not.toThrow();
  });

  it.each([undefined, ''])('tells that %j is no key', (given) => {
    expect(() => check(given)).toThrow('missing API key');
  });

  it.each(['5F'.repeat(32), '5f'.repeat(31), `${'5f'.repeat(32)}, ${'5f'.repeat(32)}`])('refuses %s', (given) => {
    expect(() => check(given)).toThrow('invalid API key');
  });
});
