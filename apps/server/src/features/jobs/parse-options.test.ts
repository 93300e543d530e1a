import { describe, expect, it } from 'vitest';
import { canonicalOptions, completeOptions } from './parse-options.ts';

describe('canonicalOptions', () => {
  it('drops what is zero, empty or null and sorts the rest', () => {
    const reading = canonicalOptions('video:preview', { width: 480, fps: 0, format: '', duration: null, start_sec: 1 });
    expect(JSON.stringify(reading.ok && reading.fields)).toBe('{"start_sec":1,"width":480}');
  });

  it('drops stages of video:full that hold nothing', () => {
    const reading = canonicalOptions('video:full', {
      preview: { width: 0 },
      cover: { timestamp_sec: 1 },
      transcode: {},
    });
    expect(reading.ok && reading.fields).toEqual({ cover: { timestamp_sec: 1 } });
  });

  it.each([
    ['video:cover', { foo: 1 }, 'json: unknown field "foo"'],
    ['video:cover', { __proto__x: 1 }, 'json: unknown field "__proto__x"'],
    ['video:cover', { constructor: 1 }, 'json: unknown field "constructor"'],
    ['video:cover', [], 'must be an object'],
    ['video:cover', { timestamp_sec: '1' }, 'timestamp_sec must be a number'],
    ['video:cover', { timestamp_sec: -1 }, 'timestamp_sec must be from 0 to 864000'],
    ['video:cover', { timestamp_sec: Number.POSITIVE_INFINITY }, 'timestamp_sec must be from 0 to 864000'],
    ['video:preview', { fps: 12.5 }, 'fps must be a whole number'],
    ['video:preview', { fps: '12' }, 'fps must be a whole number'],
    ['video:preview', { fps: 61 }, 'fps must be from 1 to 60'],
    ['video:preview', { format: 'mp4' }, 'format must be webp or gif'],
    ['video:preview', { duration: 31 }, 'duration must be from 0.1 to 30'],
    ['video:transcode', { encrypt: 'yes' }, 'encrypt must be true or false'],
    ['video:full', { encrypt: true }, 'json: unknown field "encrypt"'],
    ['video:full', { cover: { fps: 1 } }, 'cover json: unknown field "fps"'],
  ] as const)('refuses %s %j', (type, raw, problem) => {
    expect(canonicalOptions(type, raw)).toEqual({ ok: false, problem });
  });
});

describe('completeOptions', () => {
  it('fills in the defaults of the contract', () => {
    expect(completeOptions('video:full', {})).toEqual({
      type: 'video:full',
      options: {
        cover: {},
        preview: { durationSec: 3, width: 480, fps: 10, format: 'webp' },
        transcode: { encrypt: false },
      },
    });
  });

  it('keeps what was asked for', () => {
    expect(completeOptions('video:transcode', { encrypt: true, encryption_scheme: 'cbcs' }).options).toEqual({
      encrypt: true,
      scheme: 'cbcs',
    });
  });
});
