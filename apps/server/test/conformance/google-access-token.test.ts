import { generateKeyPairSync } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type AccessToken, createAccessToken } from '../../src/adapters/object-store/gcs/access-token.ts';
import { createGcsObjectStore } from '../../src/adapters/object-store/gcs/create-gcs-object-store.ts';
import { probeProvider } from '../../src/features/storage/providers/probe-provider.ts';
import { type GoogleTokenEndpoint, startGoogleTokenEndpoint } from '../fixtures/google-token-endpoint.ts';

const pemPair = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
const { privateKey, publicKey } = pemPair();
const service = { clientEmail: 'sluice@project.iam.gserviceaccount.com', privateKey };
let google: GoogleTokenEndpoint;

beforeAll(async () => {
  google = await startGoogleTokenEndpoint({ clientEmail: service.clientEmail, publicKey });
});
afterEach(() => {
  vi.useRealTimers();
  google.faultWith(null);
  google.liveFor(3600);
});
afterAll(() => google.stop());

const open = (other: object = {}): AccessToken =>
  createAccessToken({ ...service, tokenUrl: google.url, timeoutMs: 2000, ...other });

describe('the token of a service account', () => {
  test('is given for an assertion that Google’s rules accept', async () => {
    expect(google.isValid(await open()())).toBe(true);
  });

  test('is fetched once for many who ask at once, and kept', async () => {
    const token = open();
    const before = google.countRequests();
    const tokens = await Promise.all(Array.from({ length: 50 }, () => token()));
    expect(new Set([...tokens, await token()]).size).toBe(1);
    expect(google.countRequests() - before).toBe(1);
  });

  test('is fetched anew, once for all, shortly before it ends', async () => {
    const token = open();
    const first = await token();
    const before = google.countRequests();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_530_000 });
    expect(await token()).toBe(first);
    expect(google.countRequests()).toBe(before);
    vi.setSystemTime(Date.now() + 20_000);
    const next = await Promise.all(Array.from({ length: 50 }, () => token()));
    expect(new Set(next).size).toBe(1);
    expect([next[0] === first, google.countRequests() - before]).toEqual([false, 1]);
  });

  test('is asked for again after a failure, which is told at once and not repeated here', async () => {
    const token = open();
    google.faultWith({ kind: 'answer', status: 503, body: 'busy' });
    const before = google.countRequests();
    await expect(token()).rejects.toMatchObject({
      code: 'storage/unavailable',
      message: expect.stringMatching(/^127\.0\.0\.1:\d+ answered with an error \(503\)/),
    });
    expect(google.countRequests() - before).toBe(1);
    google.faultWith(null);
    expect(google.isValid(await token())).toBe(true);
  });

  test('is waited for no longer than was said', async () => {
    google.faultWith({ kind: 'silence' });
    const beganMs = performance.now();
    await expect(open({ timeoutMs: 150 })()).rejects.toMatchObject({
      message: expect.stringMatching(/^127\.0\.0\.1:\d+ does not answer/),
    });
    expect(performance.now() - beganMs).toBeLessThan(1500);
  });

  test('leaves nothing of the key or the assertion in an error', async () => {
    const stranger = pemPair().privateKey;
    const error = await open({ privateKey: stranger })().then(
      () => expect.unreachable(),
      (refusal: Error) => refusal,
    );
    const told = `${error.message} ${error.stack} ${String(error.cause)} ${JSON.stringify(error)}`;
    expect(told).toContain('invalid_grant');
    expect(told).not.toMatch(/eyJ|PRIVATE KEY|assertion/);
  });
});

describe('the check of a provider whose service account gets no token', () => {
  const check = (other: object = {}) => {
    const place = { name: 'cloud', endpoint: 'http://127.0.0.1:9', bucket: 'films', tokenUrl: google.url };
    return probeProvider(async () =>
      createGcsObjectStore({ ...place, credentials: { ...service, ...other }, timeoutMs: 150 }),
    );
  };

  test('says that the key is wrong where the assertion is refused', async () => {
    expect(await check({ privateKey: pemPair().privateKey })).toMatchObject({ ok: false, code: 'wrong_key' });
    expect(await check({ clientEmail: 'nobody@project.iam.gserviceaccount.com' })).toMatchObject({ code: 'wrong_key' });
  });

  test('says that the clock is wrong where Google finds the assertion too old or from the future', async () => {
    const body = {
      error: 'invalid_grant',
      error_description:
        'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.',
    };
    google.faultWith({ kind: 'answer', status: 400, body });
    expect(await check()).toMatchObject({ ok: false, code: 'clock_skew' });
  });

  test('says that Google cannot be reached where nobody answers', async () => {
    google.faultWith({ kind: 'silence' });
    expect(await check()).toMatchObject({ ok: false, code: 'unreachable' });
  });
});
