import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SluiceError } from '../../ports/sluice-error.ts';
import { parseCreateBody } from './parse-create-body.ts';

const parse = (text: string) => parseCreateBody(Buffer.from(text), 2);
const good = { type: 'video:cover', hash: 'movie', source: 'a.mp4' };
const withField = (extra: object): string => JSON.stringify({ ...good, ...extra });

describe('parseCreateBody', () => {
  it('reads a complete order', () => {
    expect(parse(withField({ callback_url: 'https://app.example/hook', options: { timestamp_sec: 2 } }))).toEqual({
      ...good,
      provider: null,
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
    expect(() => parseCreateBody(Uint8Array.of(0x22, 0xff, 0x22), 2)).toThrow('invalid JSON body');
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

  describe('of a recording', () => {
    const recording = { type: 'recording:thumbnail', source: 'cams/a.mp4', provider: 'archive' };
    const region = { x: 0, y: 0, width: 0.5, height: 0.5, effect: 'box' };
    const redaction = (...regions: object[]) => ({ ...recording, type: 'recording:redact', options: { regions } });

    it('does without a hash and names its provider', () => {
      const order = parse(JSON.stringify(recording));
      expect(order).toMatchObject({ provider: 'archive', source: 'cams/a.mp4', options: {} });
      expect(order.hash).toMatch(/^rec-[0-9a-f]{32}$/);
      expect(parse(JSON.stringify({ ...recording, hash: 'mine' })).hash).toBe('mine');
    });

    it.each([
      [{ ...recording, source: 'cams/a_sprite.jpg' }, 'source is the name of a derived asset (sprite)'],
      [{ ...recording, source: '/a.mp4' }, 'source is no object key'],
      [{ ...recording, source: '' }, 'source is required'],
      [{ ...recording, provider: 7 }, 'invalid JSON body'],
      [{ ...recording, options: { frames: 5 } }, 'invalid options: json: unknown field "frames"'],
      [{ ...recording, type: 'recording:redact' }, 'invalid options: regions is required where all sound is kept'],
      [redaction(), 'invalid options: regions is required where all sound is kept'],
      [redaction(region, region, region), 'invalid options: regions must be at most 2 (REDACT_MAX_REGIONS)'],
      [redaction({ ...region, x: 0.6 }), 'invalid options: regions [0] reaches outside the picture'],
    ])('is refused as %j', (body, message) => {
      expect(() => parse(JSON.stringify(body))).toThrow(message);
    });
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
