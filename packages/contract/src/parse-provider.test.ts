import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeProviderFields, isStorageName, parseProviderFields, parseProviderType } from './parse-provider.ts';

const s3 = { bucket: 'films', accessKeyId: 'AKID', secretAccessKey: 'secret' };
const privateKey = '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n';
const placesOf = (...given: Parameters<typeof parseProviderFields>): unknown => {
  const parsed = parseProviderFields(...given);
  return parsed.ok ? 'ok' : parsed.faults.map(({ place }) => place);
};

describe('the fields of a provider', () => {
  it('are parted into what may be seen and what may not', () => {
    expect(parseProviderFields('s3', { ...s3, endpoint: 'http://minio:9000', region: 'eu' }, false)).toEqual({
      ok: true,
      provider: {
        type: 's3',
        settings: { bucket: 'films', endpoint: 'http://minio:9000', region: 'eu' },
        credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret' },
      },
    });
  });

  it.each([
    ['fs', { path: 'a' }, { root: 'a' }, {}],
    [
      's3',
      { bucket: 'b', accessKey: 'k', secretKey: 's', forcePathStyle: true },
      { bucket: 'b', pathStyle: true },
      { accessKeyId: 'k', secretAccessKey: 's' },
    ],
    [
      'azure',
      { accountName: 'acc', bucket: 'c', accountKey: 'k' },
      { account: 'acc', container: 'c' },
      { accountKey: 'k' },
    ],
    [
      'gcs',
      { bucket: 'b', key: { client_email: 'a@b', private_key: privateKey, type: 'service_account' } },
      { bucket: 'b' },
      { clientEmail: 'a@b', privateKey },
    ],
    [
      'gcs',
      { bucket: 'b', accessKeyId: 'GOOG1', secretAccessKey: 's' },
      { bucket: 'b' },
      { accessId: 'GOOG1', secret: 's' },
    ],
    [
      'gcs',
      { bucket: 'b', key: { client_email: 'a@b', private_key: privateKey }, accessId: 'GOOG1', secret: 's' },
      { bucket: 'b' },
      { clientEmail: 'a@b', privateKey, accessId: 'GOOG1', secret: 's' },
    ],
  ] as const)('of type %s may have other common names: %j', (type, given, settings, credentials) => {
    expect(parseProviderFields(type, given, false)).toEqual({ ok: true, provider: { type, settings, credentials } });
  });

  it('are refused with their place', () => {
    expect(placesOf('s3', { ...s3, bucket: 'a/b', endpoint: 'ftp://x' }, false)).toEqual(['/bucket', '/endpoint']);
    expect(placesOf('s3', { ...s3, prefix: 'a/../b' }, false)).toEqual(['/prefix']);
    expect(placesOf('s3', { ...s3, endpoint: 'http://a:b@c' }, false)).toEqual(['/endpoint']);
    expect(placesOf('azure', { account: 'a', container: 'c', accountKey: 'k', sasToken: 's' }, false)).toEqual(['']);
    expect(placesOf('gcs', { bucket: 'b', key: {} }, false)).toEqual(['']);
    expect(placesOf('gcs', { bucket: 'b', clientEmail: 'a@b', privateKey, accessId: 'GOOG1' }, false)).toEqual(['']);
  });

  it('name a folder anywhere only where that is allowed, and never one that climbs', () => {
    expect(placesOf('fs', { root: '/srv/films' }, true)).toBe('ok');
    expect(placesOf('fs', { root: '/srv/films' }, false)).toEqual(['/root']);
    expect(placesOf('fs', { root: '/srv/../etc' }, true)).toEqual(['/root']);
  });

  it('never come back in a fault', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z]{12}$/),
        fc.constantFrom('bucket', 'endpoint', 'accessKeyId'),
        (text, name) => {
          const parsed = parseProviderFields('s3', { ...s3, [name]: `${text} ?` }, false);
          expect(JSON.stringify(parsed)).not.toContain(text);
        },
      ),
    );
  });
});

describe('a change of a provider', () => {
  const provider = {
    type: 's3',
    settings: { bucket: 'b', region: 'eu' },
    credentials: { accessKeyId: 'k', secretAccessKey: 's' },
  } as const;

  it('keeps what it does not name, and takes away what is null', () => {
    expect(changeProviderFields(provider, { region: null, prefix: 'p' })).toEqual({
      ok: true,
      provider: { ...provider, settings: { bucket: 'b', prefix: 'p' } },
    });
  });

  it('replaces credentials together', () => {
    expect(changeProviderFields(provider, { secretAccessKey: 't' })).toMatchObject({ ok: false });
    expect(changeProviderFields(provider, { accessKey: 'l', secretKey: 't' })).toMatchObject({
      provider: { credentials: { accessKeyId: 'l', secretAccessKey: 't' } },
    });
  });

  it('leaves a folder that the bootstrap file named where it is', () => {
    const disk = { type: 'fs', settings: { root: '/srv' }, credentials: {} } as const;
    expect(changeProviderFields(disk, {})).toMatchObject({ ok: true });
    expect(changeProviderFields(disk, { path: '/etc' })).toMatchObject({ ok: false });
  });
});

it('a provider’s type is one of four', () => {
  expect(['fs', 'local', 'gcs', 'constructor', 'ftp', 1].map(parseProviderType)).toEqual([
    ...['fs', 'fs', 'gcs', null, null, null],
  ]);
});

it.each([
  ['a', true],
  ['é & co / 1', true],
  ['x'.repeat(101), false],
  ['', false],
  [' a', false],
  ['a\n', false],
  ['..', false],
  ['\ud800', false],
])('a name may be %j: %s', (name, expected) => expect(isStorageName(name)).toBe(expected));
