import { describe, expect, it } from 'vitest';
import { SluiceError } from '../ports/sluice-error.ts';
import { errorAnswer } from './error-answer.ts';

const expired = new SluiceError('access/token-expired', { status: 403, message: 'Playback authorization has ended.' });

describe('errorAnswer', () => {
  it('writes a media refusal as one field', () => {
    expect(errorAnswer('media', expired, 'r1').body).toEqual({ kind: 'json', value: { message: expired.message } });
  });

  it('writes an edge refusal with its code in body and header', () => {
    expect(errorAnswer('edge', expired, 'r1')).toEqual({
      status: 403,
      headers: { 'cache-control': 'no-store', 'x-edge-deny': 'token_expired' },
      body: { kind: 'json', value: { error: { code: 'token_expired', message: expired.message, request_id: 'r1' } } },
    });
  });

  it('writes a problem document for our own routes', () => {
    expect(errorAnswer('problem', expired, 'r1')).toMatchObject({
      headers: { 'content-type': 'application/problem+json' },
      body: { value: { status: 403, code: 'access/token-expired', detail: expired.message } },
    });
  });

  it('writes every 429 of the media family as text, with the wait', () => {
    const limited = new SluiceError('http/too-many-requests', {
      status: 429,
      message: 'Too Many Requests',
      details: { retryAfterSeconds: 60 },
    });
    expect(errorAnswer('media', limited, 'r1')).toEqual({
      status: 429,
      headers: { 'retry-after': '60' },
      body: { kind: 'text', text: 'Too Many Requests' },
    });
  });

  it('never shows the cause', () => {
    const error = new SluiceError('storage/unavailable', {
      status: 503,
      message: 'Try again.',
      cause: new Error('hunter2'),
    });
    for (const family of ['media', 'edge', 'problem', 'text'] as const) {
      expect(JSON.stringify(errorAnswer(family, error, 'r1'))).not.toContain('hunter2');
    }
  });
});
