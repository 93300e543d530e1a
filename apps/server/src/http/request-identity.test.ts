import { describe, expect, it } from 'vitest';
import { requestIdOf } from './request-identity.ts';

describe('requestIdOf', () => {
  it('echoes a plain id', () => {
    expect(requestIdOf('req_8f2c-1')).toBe('req_8f2c-1');
  });

  it.each([undefined, '', 'a b', 'x'.repeat(129), 'a\r\nSet-Cookie: b', '<script>'])('replaces %j', (inbound) => {
    expect(requestIdOf(inbound)).toMatch(/^[0-9a-f]{32}$/);
  });
});
