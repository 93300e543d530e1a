import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isKeyEndpoint, readRefusal } from './read-refusal.ts';

const segment = 'https://media.example/v/a/video/r720_h264/seg_3.m4s';
const key = 'https://media.example/api/key/a';
const refused = { url: segment, status: 403, denyHeader: null, body: '' };

describe('where the server says why', () => {
  test('the header names the code', () => {
    expect(readRefusal({ ...refused, denyHeader: 'token_expired' })?.code).toBe('token_expired');
  });

  test('the body names the code and the request when the header is hidden', () => {
    const body = '{"error":{"code":"token_revoked","message":"x","request_id":"req_8f2c"}}';
    expect(readRefusal({ ...refused, body })).toEqual({ code: 'token_revoked', requestId: 'req_8f2c' });
  });

  test('a code that this player does not know falls back to the status', () => {
    expect(readRefusal({ ...refused, denyHeader: 'token_new_reason' })?.code).toBe('access_denied');
  });
});

describe('where an ended token can be renewed', () => {
  const renewAt = (renewHeader: string | null, url = segment) => readRefusal({ ...refused, url, renewHeader })?.renewAt;

  test('the server names the address', () => {
    expect(renewAt('https://api.example/v1/playback/tokens/renew')).toBe(
      'https://api.example/v1/playback/tokens/renew',
    );
    expect(renewAt('/v1/playback/tokens/renew')).toBe('https://media.example/v1/playback/tokens/renew');
    expect(renewAt('http://127.0.0.1:3000/renew', 'http://127.0.0.1:3000/v/a/b')).toBe('http://127.0.0.1:3000/renew');
  });

  test.each([null, 'http://media.example/renew', 'javascript:alert(1)', 'https://'])('%s is none', (header) => {
    expect(renewAt(header)).toBeUndefined();
  });
});

describe('where only the status speaks', () => {
  test.each([
    [401, 'key_token_missing'],
    [403, 'key_token_refused'],
    [404, 'key_not_found'],
    [429, 'rate_limited'],
    [500, 'server_error'],
  ])('%d of the key endpoint is %s', (status, code) => {
    expect(readRefusal({ ...refused, url: key, status, body: 'Forbidden' })?.code).toBe(code);
  });

  test.each([
    [400, 'bad_path'],
    [401, 'access_denied'],
    [403, 'access_denied'],
    [404, 'not_found'],
    [410, 'not_found'],
    [418, 'access_denied'],
    [429, 'rate_limited'],
    [503, 'server_error'],
  ])('%d of a segment is %s', (status, code) => {
    expect(readRefusal({ ...refused, status })?.code).toBe(code);
  });

  test.each([0, 200, 206, 304])('%d is no refusal', (status) => {
    expect(readRefusal({ ...refused, status, denyHeader: 'token_expired' })).toBeNull();
  });
});

test('no body can break the reader or put more than a short reference on the screen', () => {
  const body = fc.oneof(
    fc.string(),
    fc.json(),
    fc.record({ error: fc.object() }).map((value) => JSON.stringify(value)),
  );
  fc.assert(
    fc.property(body, (text) => {
      expect(readRefusal({ ...refused, body: text })?.requestId?.length ?? 0).toBeLessThanOrEqual(128);
    }),
  );
  const long = JSON.stringify({ error: { code: 'token_expired', request_id: 'x'.repeat(129) } });
  expect(readRefusal({ ...refused, body: long })).toEqual({ code: 'token_expired', requestId: null });
});

test('only the start of the path makes a key endpoint', () => {
  expect(isKeyEndpoint(key)).toBe(true);
  expect(isKeyEndpoint('/api/key/a?x=1')).toBe(true);
  expect(isKeyEndpoint('https://media.example/v/a/api/key/x')).toBe(false);
  expect(isKeyEndpoint('https://media.example/?/api/key/')).toBe(false);
  expect(isKeyEndpoint('http://[')).toBe(false);
});
