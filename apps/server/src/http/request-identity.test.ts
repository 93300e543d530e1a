import { describe, expect, it } from 'vitest';
import { requestIdOf, traceIdOf } from './request-identity.ts';

describe('requestIdOf', () => {
  it('echoes a plain id', () => {
    expect(requestIdOf('req_8f2c-1')).toBe('req_8f2c-1');
  });

  it.each([undefined, '', 'a b', 'x'.repeat(129), 'a\r\nSet-Cookie: b', '<script>'])('replaces %j', (inbound) => {
    expect(requestIdOf(inbound)).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe('traceIdOf', () => {
  it('continues an inbound trace', () => {
    expect(traceIdOf('00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01')).toBe(
      '4bf92f3577b34da6a3ce929d0e0e4736',
    );
  });

  it.each([undefined, 'x', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`, `00-${'A'.repeat(32)}-00f067aa0ba902b7-01`])(
    'starts a new trace for %j',
    (traceparent) => {
      const id = traceIdOf(traceparent);
      expect(id).toMatch(/^[0-9a-f]{32}$/);
      expect(id).not.toMatch(/^0+$/);
    },
  );
});
