import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { parseAzureConnectionString } from './azure-connection-string.ts';
import { parseGcsCredentials } from './gcs-credentials.ts';

const pem = (type: 'rsa' | 'ed25519'): string =>
  (type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ed25519')).privateKey
    .export({ type: 'pkcs8', format: 'pem' })
    .toString();

test('a service account’s key file is taken as one text', () => {
  const privateKey = pem('rsa');
  const file = { type: 'service_account', client_email: 'a@b.iam.gserviceaccount.com', private_key: privateKey };
  expect(parseGcsCredentials(JSON.stringify(file))).toEqual({ clientEmail: file.client_email, privateKey });
});

test('an HMAC key of Google is its id and its secret', () => {
  expect(parseGcsCredentials('GOOG1EABC:s/e+c=ret')).toEqual({ accessId: 'GOOG1EABC', secret: 's/e+c=ret' });
});

test.each([
  'GOOG1EABC',
  '{',
  '{}',
  '{"client_email":"a","private_key":"none"}',
  JSON.stringify({ client_email: 'a', private_key: pem('ed25519') }),
])('%# is no credential of Google', (raw) => {
  expect(parseGcsCredentials(raw)).toBeNull();
});

test.each([
  [
    'DefaultEndpointsProtocol=https;AccountName=films;AccountKey=YWJj+/==;EndpointSuffix=core.windows.net',
    { account: 'films', endpoint: 'https://films.blob.core.windows.net', credentials: { accountKey: 'YWJj+/==' } },
  ],
  [
    'AccountName=dev;AccountKey=YWJj;BlobEndpoint=http://127.0.0.1:10000/dev;',
    { account: 'dev', endpoint: 'http://127.0.0.1:10000/dev', credentials: { accountKey: 'YWJj' } },
  ],
  [
    'BlobEndpoint=https://films.blob.core.windows.net/;SharedAccessSignature=?sv=2022-11-02&sp=rcwdl&sig=a%3D',
    {
      account: 'films',
      endpoint: 'https://films.blob.core.windows.net',
      credentials: { sasToken: 'sv=2022-11-02&sp=rcwdl&sig=a%3D' },
    },
  ],
])('%s is a connection string of Azure', (raw, account) => {
  expect(parseAzureConnectionString(raw)).toEqual(account);
});

test.each([
  '',
  'films',
  'AccountName=films',
  'AccountName=films;AccountKey=not base64',
  'BlobEndpoint=ftp://a;SharedAccessSignature=b',
])('“%s” is none', (raw) => {
  expect(parseAzureConnectionString(raw)).toBeNull();
});
