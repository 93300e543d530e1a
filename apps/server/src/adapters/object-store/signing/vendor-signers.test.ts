// Our signed URLs beside those of the vendors' own libraries at the same moment.
import { createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { S3RequestPresigner } from '@aws-sdk/s3-request-presigner';
import {
  BlobSASPermissions,
  ContainerClient,
  generateBlobSASQueryParameters,
  SASProtocol,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';
import { Storage } from '@google-cloud/storage';
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { keyFault } from '../object-key.ts';
import { createAddressOf } from '../s3/s3-location.ts';
import { createSignSas } from './azure-sas.ts';
import { goog4HmacScheme, goog4RsaScheme } from './goog4.ts';
import { createPresignBy, createPresignLaterBy } from './presign.ts';
import { createPresign } from './sigv4.ts';

const nowMs = Date.UTC(2026, 3, 24, 11, 1, 48);
const KEYS = ['test.txt', 'a b/+&=#%25?.mp4', "caméra 1+2 & é#1/🎬 it's (1)!*.mp4", 'deep/er/~-._'];
const answer = {
  'response-content-disposition': `attachment; filename*=UTF-8''caf%C3%A9 (1).mp4`,
  'response-content-type': 'video/mp4',
};
const parametersOf = (url: string): object => Object.fromEntries(new URL(url).searchParams);
const placeOf = (url: string): string => url.split('?')[0] ?? '';

afterEach(() => vi.useRealTimers());

test.each(KEYS)('AWS’s SDK signs %s as we do', async (key) => {
  const credentials = {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'secret/with+signs',
    sessionToken: 'a+token=',
  };
  const location = { region: 'eu-west-1', bucket: 'films', endpoint: 'http://127.0.0.1:9000', pathStyle: true };
  const url = createAddressOf(location)(key);
  const client = new S3Client({ region: location.region, credentials });
  const theirs = await new S3RequestPresigner({ ...client.config }).presign(
    {
      ...{ method: 'GET', protocol: 'http:', hostname: '127.0.0.1', port: 9000, path: url.pathname },
      ...{ headers: { host: url.host }, query: { ...answer } },
    } as never,
    { signingDate: new Date(nowMs), expiresIn: 3600 },
  );
  // The SDK tells in the query that the body is not signed.
  const extra = { ...answer, 'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD' };
  const ours = createPresign(
    credentials,
    location.region,
  )({ method: 'GET', url, expiresInSeconds: 3600, nowMs, extra });
  expect(parametersOf(ours)).toEqual(theirs.query);
  expect(decodeURIComponent(url.pathname)).toBe(`/films/${key}`);
});

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const service = { clientEmail: 'sluice@project.iam.gserviceaccount.com', privateKey };
const googleAddressOf = createAddressOf({
  region: 'auto',
  bucket: 'films',
  endpoint: 'https://storage.googleapis.com',
  pathStyle: true,
});

test.each(KEYS)('Google’s SDK signs %s as we do', async (key) => {
  vi.useFakeTimers({ toFake: ['Date'], now: nowMs });
  const storage = new Storage({
    projectId: 'p',
    credentials: { client_email: service.clientEmail, private_key: privateKey },
  });
  for (const [action, method] of [
    ['read', 'GET'],
    ['write', 'PUT'],
  ] as const) {
    const [theirs] = await storage
      .bucket('films')
      .file(key)
      .getSignedUrl({
        ...{ version: 'v4', action, expires: nowMs + 3_600_000 },
        ...(action === 'read' && {
          responseDisposition: answer['response-content-disposition'],
          responseType: 'video/mp4',
        }),
      } as never);
    const url = googleAddressOf(key);
    const request = { method, url, expiresInSeconds: 3600, nowMs, ...(action === 'read' && { extra: answer }) };
    const ours = await createPresignLaterBy(goog4RsaScheme(service, 1))(request);
    expect([placeOf(ours), parametersOf(ours)]).toEqual([placeOf(theirs), parametersOf(theirs)]);
  }
});

test('Google’s documented form of what is signed is what the key has signed', async () => {
  const request = { method: 'GET', url: googleAddressOf('a b/é.mp4'), expiresInSeconds: 60, nowMs } as const;
  const url = await createPresignLaterBy(goog4RsaScheme(service, 1))(request);
  const [signed = '', signature = ''] = url.split('&X-Goog-Signature=');
  const canonical = `GET\n/films/a%20b/%C3%A9.mp4\n${signed.split('?')[1]}\nhost:storage.googleapis.com\n\nhost\nUNSIGNED-PAYLOAD`;
  const digest = createHash('sha256').update(canonical).digest('hex');
  const text = `GOOG4-RSA-SHA256\n20260424T110148Z\n20260424/auto/storage/goog4_request\n${digest}`;
  expect(verify('sha256', Buffer.from(text), createPublicKey(publicKey), Buffer.from(signature, 'hex'))).toBe(true);
});

test('an HMAC key of Google signs as one of AWS under Google’s words', () => {
  const url = googleAddressOf('a');
  const url2 = createPresignBy(goog4HmacScheme({ accessId: 'GOOG1E', secret: 's' }))({
    method: 'GET',
    url,
    expiresInSeconds: 60,
    nowMs,
  });
  expect(parametersOf(url2)).toMatchObject({
    'X-Goog-Algorithm': 'GOOG4-HMAC-SHA256',
    'X-Goog-Credential': 'GOOG1E/20260424/auto/storage/goog4_request',
    'X-Goog-Signature': expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

test('Azure’s SDK signs any key as we do', () => {
  const scope = { account: 'films', accountKey: Buffer.from('an account key').toString('base64'), container: 'media' };
  const credential = new StorageSharedKeyCredential(scope.account, scope.accountKey);
  const sign = createSignSas(scope);
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', minLength: 1 }),
      fc.constantFrom('r', 'cw'),
      fc.boolean(),
      fc.boolean(),
      (key, permissions, isHttpsOnly, isDownload) => {
        fc.pre(keyFault(key) === null);
        const told = isDownload
          ? { contentDisposition: `attachment; filename="a+b é.mp4"`, contentType: 'video/mp4' }
          : {};
        const theirs = generateBlobSASQueryParameters(
          {
            ...{ containerName: scope.container, blobName: key, permissions: BlobSASPermissions.parse(permissions) },
            ...{ expiresOn: new Date(nowMs), version: '2020-12-06', ...told },
            ...(isHttpsOnly ? { protocol: SASProtocol.Https } : {}),
          },
          credential,
        );
        const ours = sign({ permissions: permissions as 'r', key, expiresAtMs: nowMs, isHttpsOnly, ...told });
        expect(parametersOf(`http://a/?${ours}`)).toEqual(parametersOf(`http://a/?${theirs}`));
      },
    ),
  );
});

test('Azure’s SDK addresses a blob as we do', () => {
  const container = new ContainerClient('https://films.blob.core.windows.net/media');
  for (const key of KEYS) {
    const { pathname } = createAddressOf({
      region: '',
      bucket: 'media',
      endpoint: 'https://films.blob.core.windows.net',
      pathStyle: true,
    })(key);
    expect(decodeURIComponent(placeOf(container.getBlobClient(key).url))).toBe(
      `https://films.blob.core.windows.net${decodeURIComponent(pathname)}`,
    );
  }
});
