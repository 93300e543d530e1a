import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfig } from './parse-config.ts';
import { duration } from './setting.ts';

const problemsOf = (raw: Record<string, string>): readonly string[] => {
  const parsing = parseConfig(raw);
  return parsing.ok ? [] : parsing.problems;
};

describe('parseConfig', () => {
  it('needs nothing', () => {
    const parsing = parseConfig({});
    expect(parsing.ok && parsing.config).toMatchObject({ HOST: '127.0.0.1', PORT: 3000, SOURCE_DRIVER: 'fs' });
  });

  it('reports every mistake at once, in the order of the schema', () => {
    const problems = problemsOf({ PORT: '99999', BASE_URL: 'ftp://a', SHUTDOWN_TIMEOUT: 'soon', API_KEY: 'abc' });
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'PORT',
      'BASE_URL',
      'API_KEY',
      'SHUTDOWN_TIMEOUT',
    ]);
  });

  it('refuses one secret for two classes, without repeating it', () => {
    const shared = 'ab'.repeat(32);
    const [problem, ...others] = problemsOf({ API_KEY: shared, WEBHOOK_SECRET: shared.toUpperCase() });
    expect(problem).toBe('WEBHOOK_SECRET has the same value as API_KEY');
    expect(others).toEqual([]);
  });

  it('lets source and media buckets share an account', () => {
    expect(problemsOf({ SOURCE_S3_SECRET_KEY: 'same', MEDIA_S3_SECRET_KEY: 'same' })).toEqual([]);
  });

  it('takes the address of a store for driver s3 where none is named', () => {
    const store = { SOURCE_S3_ACCESS_KEY: 'a', SOURCE_S3_SECRET_KEY: 'b', SOURCE_BUCKET: 'c' };
    const parsing = parseConfig({ ...store, SOURCE_S3_ENDPOINT: 'http://store.example' });
    expect(parsing.ok && parsing.config).toMatchObject({ SOURCE_DRIVER: 's3', MEDIA_DRIVER: 'fs' });
    const named = parseConfig({ ...store, SOURCE_S3_ENDPOINT: 'http://store.example', SOURCE_DRIVER: 'fs' });
    expect(named.ok && named.config).toMatchObject({ SOURCE_DRIVER: 'fs' });
  });

  it('takes the mode of the reference that answers and does no work', () => {
    const parsing = parseConfig({ MODE: 'server' });
    expect(parsing.ok && parsing.config.MODE).toEqual(['api', 'edge']);
  });

  it('names what driver s3 lacks', () => {
    expect(problemsOf({ MEDIA_DRIVER: 's3', MEDIA_BUCKET: 'b' })).toEqual([
      'MEDIA_S3_ENDPOINT is needed with driver s3',
      'MEDIA_S3_ACCESS_KEY is needed with driver s3',
      'MEDIA_S3_SECRET_KEY is needed with driver s3',
    ]);
  });

  it('names what the drivers of other clouds lack, and what of it means nothing', () => {
    expect(problemsOf({ SOURCE_DRIVER: 'gcs', MEDIA_DRIVER: 'azure' })).toEqual([
      'SOURCE_GCS_CREDENTIALS is needed with driver gcs',
      'SOURCE_BUCKET is needed with driver gcs',
      'MEDIA_AZURE_CONNECTION_STRING is needed with driver azure',
      'MEDIA_BUCKET is needed with driver azure',
    ]);
    const [problem = ''] = problemsOf({ MEDIA_AZURE_CONNECTION_STRING: 'not-one-but-still-secret' });
    expect(problem).toBe('MEDIA_AZURE_CONNECTION_STRING must be a connection string of an Azure storage account');
  });

  it.each(['0.0.0.0', '::'])('wants to know how browsers reach the media that listens on %s', (address) => {
    expect(problemsOf({ RTC_LISTEN_IP: address })).toEqual([
      `RTC_ANNOUNCED_ADDRESS is needed with RTC_LISTEN_IP ${address}`,
    ]);
    expect(parseConfig({ RTC_LISTEN_IP: address, RTC_ANNOUNCED_ADDRESS: 'rtc.example.com' }).ok).toBe(true);
  });

  it('wants the secret of a TURN server, and none for STUN', () => {
    expect(problemsOf({ RTC_TURN_URLS: 'stun:a.example,turns:a.example' })).toEqual([
      'RTC_TURN_SECRET is needed with RTC_TURN_URLS',
    ]);
    expect(parseConfig({ RTC_TURN_URLS: 'stun:a.example' }).ok).toBe(true);
  });

  it.each(['https://a.example', 'turn:', 'turn:user@a.example', 'turn:a.example?transport=tls', 'stun:a.example?x'])(
    'refuses %s as a TURN server, as browsers do',
    (url) => {
      expect(problemsOf({ RTC_TURN_URLS: url, RTC_TURN_SECRET: 'north' })).toEqual([
        expect.stringMatching(/^RTC_TURN_URLS must be a comma-separated list such as /),
      ]);
    },
  );

  it('trims trailing slashes off BASE_URL', () => {
    const parsing = parseConfig({ BASE_URL: 'https://media.example.com//' });
    expect(parsing.ok && parsing.config.BASE_URL).toBe('https://media.example.com');
  });

  it('reads later key versions and refuses a version given twice', () => {
    const parsing = parseConfig({ ENCRYPTION_KEY_VERSIONS: `v2=${'1'.repeat(64)},v3=${'2'.repeat(64)}` });
    expect(parsing.ok && [...parsing.config.ENCRYPTION_KEY_VERSIONS.keys()]).toEqual(['v2', 'v3']);
    expect(problemsOf({ ENCRYPTION_KEY_VERSIONS: `v2=${'1'.repeat(64)},v2=${'2'.repeat(64)}` })).toHaveLength(1);
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('PORT', 'BASE_URL', 'MODE', 'ENCRYPTION_KEY_VERSIONS'), (raw, name) => {
        expect(typeof parseConfig({ [name]: raw }).ok).toBe('boolean');
      }),
    );
  });
});

describe('duration', () => {
  it.each([
    ['30s', 30],
    ['1m30s', 90],
    ['1.5h', 5400],
    ['250ms', 0.25],
    ['0', 0],
  ])('reads %s as %d seconds', (raw, seconds) => {
    expect(duration(raw)).toEqual({ ok: true, value: seconds });
  });

  it.each(['', '30', 's', '1d', '10s ago', '-5s'])('refuses %j', (raw) => {
    expect(duration(raw).ok).toBe(false);
  });
});
