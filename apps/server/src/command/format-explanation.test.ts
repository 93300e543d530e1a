import { expect, it } from 'vitest';
import { formatExplanation } from './format-explanation.ts';

it('tells the verdict first, and for a failed step what was expected and what to change', () => {
  const text = formatExplanation({
    decision: 'refuse',
    status: 403,
    code: 'token_expired',
    at: 1_777_032_108,
    steps: [
      { step: 'method', result: 'ok', read: 'GET', expected: 'GET or HEAD', advice: null },
      { step: 'end', result: 'failed', read: 'ended', expected: 'after now', advice: 'Renew the token.' },
      { step: 'rate', result: 'not reached', read: null, expected: null, advice: null },
    ],
  });
  expect(text).toBe(
    [
      'At 2026-04-24T12:01:48.000Z this request is refused with 403, token_expired.',
      '',
      'ok      method      GET',
      'FAILED  end         ended',
      '                    expected: after now',
      '                    Renew the token.',
      '·       rate',
      '',
    ].join('\n'),
  );
});
