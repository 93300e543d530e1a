import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodePath } from './presign.ts';
import { createPresign } from './sigv4.ts';

const credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
const nowMs = Date.UTC(2013, 4, 24);
const url = new URL('https://examplebucket.s3.amazonaws.com/test.txt');

test('AWS’s documented example of a signed URL comes out to the letter', () => {
  const presign = createPresign(credentials, 'us-east-1');
  expect(presign({ method: 'GET', url, expiresInSeconds: 86_400, nowMs })).toBe(
    'https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256' +
      '&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request' +
      '&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host' +
      '&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
  );
});

test('a signer that lives longer than a day signs as a fresh one', () => {
  const old = createPresign(credentials, 'us-east-1');
  for (const days of [0, 1, 1, 0, 2]) {
    const request = { method: 'GET', url, expiresInSeconds: 60, nowMs: nowMs + days * 86_400_000 } as const;
    expect(old(request)).toBe(createPresign(credentials, 'us-east-1')(request));
  }
});

test('method, path, expiry, time, key and region are all signed', () => {
  const base = { method: 'GET', url, expiresInSeconds: 60, nowMs } as const;
  const signature = (signed: string): string => signed.slice(-64);
  const signatures = [
    createPresign(credentials, 'us-east-1')(base),
    createPresign(credentials, 'eu-west-1')(base),
    createPresign({ ...credentials, secretAccessKey: 'other' }, 'us-east-1')(base),
    createPresign({ ...credentials, sessionToken: 'token' }, 'us-east-1')(base),
    createPresign(credentials, 'us-east-1')({ ...base, method: 'PUT' }),
    createPresign(credentials, 'us-east-1')({ ...base, expiresInSeconds: 61 }),
    createPresign(credentials, 'us-east-1')({ ...base, nowMs: nowMs + 1000 }),
    createPresign(
      credentials,
      'us-east-1',
    )({ ...base, url: new URL('https://examplebucket.s3.amazonaws.com/test.tx') }),
    createPresign(credentials, 'us-east-1')({ ...base, url: new URL('https://other.s3.amazonaws.com/test.txt') }),
  ].map(signature);
  expect(new Set(signatures).size).toBe(signatures.length);
});

test('an encoded path is pure ASCII, reads back as the key and stays as it is in a URL', () => {
  expect(encodePath("a b/ü+'()!*~.mp4")).toBe('a%20b/%C3%BC%2B%27%28%29%21%2A~.mp4');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (key) => {
      const path = encodePath(key);
      expect(path).toMatch(/^[A-Za-z0-9\-._~%/]*$/);
      expect(decodeURIComponent(path)).toBe(key);
    }),
  );
});
