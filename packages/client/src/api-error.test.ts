import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseApiError } from './api-error.ts';

describe('parseApiError', () => {
  it.each([
    ['{"message":"job not found"}\n', 'job not found', null],
    ['{"error":{"code":"asset_not_ready","message":"Not yet.","request_id":"r"}}', 'Not yet.', 'asset_not_ready'],
    [
      '{"type":"about:blank","detail":"No object.","code":"storage/object-missing"}',
      'No object.',
      'storage/object-missing',
    ],
    ['{"detail":"Video not found"}', 'Video not found', null],
    [
      '{"detail":[{"loc":["body","name"],"msg":"must be string","type":"type"},{"loc":["query","limit"],"msg":"too large"}]}',
      'body.name: must be string; query.limit: too large',
      null,
    ],
    ['{"detail":[{"loc":[{"toString":1}],"msg":"odd"},7,{"msg":null}]}', 'odd', null],
    ['Too Many Requests', 'Too Many Requests', null],
    ['', 'The service answered 502.', null],
  ])('reads %s', (body, message, code) => {
    expect(parseApiError(502, body, 'r')).toMatchObject({ message, code, status: 502, requestId: 'r' });
  });

  it('makes a message of any body', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (body) => parseApiError(500, body, null).message.length > 0),
    );
  });
});
