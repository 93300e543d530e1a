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

  it('writes a refusal of a user as one field, and how to sign in', () => {
    const missing = new SluiceError('identity/missing-authorization', { status: 401, message: 'Missing …' });
    expect(errorAnswer('identity', missing, 'r1')).toEqual({
      status: 401,
      headers: { 'cache-control': 'no-store', 'www-authenticate': 'Bearer realm="api"' },
      body: { kind: 'json', value: { detail: 'Missing …' } },
    });
    const ended = new SluiceError('identity/token-expired', { status: 401, message: 'Token expired' });
    expect(errorAnswer('identity', ended, 'r1').headers).toMatchObject({
      'www-authenticate': 'Bearer realm="api", error="invalid_token", error_description="Token expired"',
    });
  });

  it('writes what is wrong with the body of a user as a list', () => {
    const faults = [{ loc: ['body', 'name'], msg: 'Field required', type: 'missing' }];
    const invalid = new SluiceError('identity/invalid-body', { status: 422, message: 'x', details: { faults } });
    expect(errorAnswer('identity', invalid, 'r1')).toEqual({
      status: 422,
      headers: { 'cache-control': 'no-store' },
      body: { kind: 'json', value: { detail: faults } },
    });
  });

  it('writes a refusal of an account with the word of its contract, and where a provider lies to nobody', () => {
    const unbound = new SluiceError('vault/storage-provider-not-found', { status: 401, message: 'Not yours.' });
    expect(errorAnswer('vault', unbound, 'r1')).toEqual({
      status: 401,
      headers: { 'cache-control': 'no-store' },
      body: {
        kind: 'json',
        value: {
          ...{ httpStatusCode: 401, applicationStatusCode: 'error' },
          ...{ entityStatusCode: 'storage_provider_not_found', message: 'Not yours.' },
        },
      },
    });
    const away = new SluiceError('storage/unavailable', { status: 503, message: 'minio.internal does not answer.' });
    expect(errorAnswer('vault', away, 'r1')).toMatchObject({
      status: 502,
      body: { value: { httpStatusCode: 502, entityStatusCode: 'storage_unreachable' } },
    });
    expect(JSON.stringify(errorAnswer('vault', away, 'r1'))).not.toContain('minio.internal');
  });

  it.each([
    [400, 'invalid_parameters'],
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not_found'],
    [413, 'invalid_parameters'],
    [429, 'too_many_requests'],
    [500, 'internal_error'],
    [503, 'internal_error'],
  ])('writes a %i of the video API with the type %s', (status, type) => {
    const error = new SluiceError('video/any', { status, message: 'No.', details: { retryAfterSeconds: 7 } });
    const challenge = status === 401 ? { 'www-authenticate': 'Basic realm="api"' } : {};
    expect(errorAnswer('video', error, 'r1')).toEqual({
      status,
      headers: { 'cache-control': 'no-store', 'retry-after': '7', ...challenge },
      body: { kind: 'json', value: { error: { type, messages: ['No.'] } } },
    });
  });

  it('writes every message of the video API', () => {
    const error = new SluiceError('video/any', { status: 400, message: 'a b', details: { messages: ['a', 'b'] } });
    expect(errorAnswer('video', error, 'r1').body).toEqual({
      ...{ kind: 'json', value: { error: { type: 'invalid_parameters', messages: ['a', 'b'] } } },
    });
  });

  it('never shows the cause', () => {
    const error = new SluiceError('storage/unavailable', {
      status: 503,
      message: 'Try again.',
      cause: new Error('hunter2'),
    });
    for (const family of ['media', 'edge', 'problem', 'text', 'vault', 'video'] as const) {
      expect(JSON.stringify(errorAnswer(family, error, 'r1'))).not.toContain('hunter2');
    }
  });
});
