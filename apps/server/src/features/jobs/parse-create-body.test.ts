import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SluiceError } from '../../ports/sluice-error.ts';
import { parseCreateBody } from './parse-create-body.ts';

const parse = (text: string) => parseCreateBody(Buffer.from(text));
const good = { type: 'video:cover', hash: 'movie', source: 'a.mp4' };
const withField = (extra: object): string => JSON.stringify({ ...good, ...extra });

describe('parseCreateBody', () => {
  it('reads a complete order', () => {
    expect(parse(withField({ callback_url: 'https://app.example/hook', options: { timestamp_sec: 2 } }))).toEqual({
      ...good,
      options: { timestamp_sec: 2 },
      callbackUrl: 'https://app.example/hook',
    });
  });

  it.each([
    '',
    '{',
    '[]',
    'null',
    '"x"',
    '{} {}',
    withField({ source_bucket: 'x' }),
    withField({ hash: 5 }),
    withField({ source: [] }),
  ])('calls %j an invalid JSON body', (text) => {
    expect(() => parse(text)).toThrow('invalid JSON body');
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(() => parseCreateBody(Uint8Array.of(0x22, 0xff, 0x22))).toThrow('invalid JSON body');
  });

  it.each([
    [{ type: 'video:x', hash: '' }, 'unsupported job type: "video:x"'],
    [{ type: null }, 'unsupported job type: ""'],
    [{ hash: '', source: '' }, 'hash is required'],
    [{ hash: '../etc', source: '' }, 'hash must be 1 to 128'],
    [{ hash: '..' }, 'hash must be 1 to 128'],
    [{ source: '', callback_url: 'ftp://x' }, 'source is required'],
    [{ callback_url: 'ftp://x', options: { foo: 1 } }, 'callback_url must use http:// or https://'],
    [{ callback_url: 'http:///path' }, 'callback_url must include a host'],
    [{ callback_url: 'nonsense' }, 'callback_url must be a valid URL'],
    [{ callback_url: 'http://a b/' }, 'callback_url must be a valid URL'],
    [{ options: { foo: 1 } }, 'invalid options: json: unknown field "foo"'],
  ])('refuses %j with the first mistake', (extra, message) => {
    expect(() => parse(withField(extra))).toThrow(message);
  });

  it('answers every text with an order or a 400', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc
            .record({
              type: fc.constant('video:full'),
              hash: fc.string(),
              source: fc.string(),
              options: fc.jsonValue(),
            })
            .map((body) => JSON.stringify(body)),
        ),
        (text) => {
          try {
            expect(parse(text).hash).toMatch(/^[A-Za-z0-9._:-]+$/);
          } catch (error) {
            expect(error).toBeInstanceOf(SluiceError);
            expect((error as SluiceError).status).toBe(400);
          }
        },
      ),
    );
  });
});
