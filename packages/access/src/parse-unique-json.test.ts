import { describe, expect, it } from 'vitest';
import { parseUniqueJsonObject } from './parse-unique-json.ts';

describe('JSON without repeated names', () => {
  it.each(['{}', '{"a":1,"b":{"a":2}}', '{"a":[{"b":1},{"b":2}]}', '{"a":"\\"a\\":","b":"{\\"b\\":1"}'])(
    'reads %s',
    (text) => expect(parseUniqueJsonObject(text)).toEqual(JSON.parse(text)),
  );

  it.each([
    '{"a":1,"a":1}',
    '{"a":1, "\\u0061" : 2}',
    '{"x":{"a":1,"b":[],"a":1}}',
    '{"x":[{"a":1,"a":2}]}',
    '[]',
    '{"a":1',
    'null',
  ])('refuses %s', (text) => expect(parseUniqueJsonObject(text)).toBeNull());

  it('refuses no text', () => expect(parseUniqueJsonObject(null)).toBeNull());
});
