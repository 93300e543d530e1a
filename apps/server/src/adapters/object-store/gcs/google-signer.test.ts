import { expect, test } from 'vitest';
import { goog4HmacScheme } from '../signing/goog4.ts';
import { authorizeBySignature, createGoogleSigner, googleHeaders, type SdkRequest } from './google-signer.ts';

test('no header of Amazon’s is left, and what means something to Google is said in its words', () => {
  const sent = {
    ...{ host: 'storage.googleapis.com', 'content-type': 'video/mp4', 'Content-Length': '5', 'If-None-Match': '*' },
    ...{ 'x-amz-copy-source': 'films/a%20b', 'x-amz-user-agent': 'aws-sdk-js', 'amz-sdk-request': 'attempt=1' },
    ...{ 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', 'x-amz-date': '20260424T110148Z' },
  };
  expect(googleHeaders(sent)).toEqual({
    host: 'storage.googleapis.com',
    'content-type': 'video/mp4',
    'content-length': '5',
    'x-goog-if-generation-match': '0',
    'x-goog-copy-source': 'films/a%20b',
  });
});

test('a condition on a validator stays a condition on a validator', () => {
  expect(googleHeaders({ 'if-none-match': '"abc"' })).toEqual({ 'if-none-match': '"abc"' });
});

test('a request is left as it was, so that it can be signed again when it is repeated', async () => {
  class Request {
    readonly method = 'PUT';
    readonly protocol = 'https:';
    readonly hostname = 'storage.googleapis.com';
    readonly path = '/films/a';
    readonly query = { 'x-id': 'PutObject', partNumber: '1' };
    readonly headers = { host: 'storage.googleapis.com', 'if-none-match': '*' };
  }
  const request = new Request();
  const signer = createGoogleSigner(authorizeBySignature(goog4HmacScheme({ accessId: 'GOOG1E', secret: 's' })));
  const signed = await signer.sign(request as unknown as SdkRequest);
  expect(request).toEqual(new Request());
  expect(signed).toBeInstanceOf(Request);
  expect(signed.query).toEqual({ partNumber: '1' });
  expect(signed.headers.authorization).toContain(
    'SignedHeaders=host;x-goog-content-sha256;x-goog-date;x-goog-if-generation-match',
  );
});
