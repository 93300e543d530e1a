import { expect, test } from 'vitest';
import { googleHeaders } from './google-signer.ts';

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
