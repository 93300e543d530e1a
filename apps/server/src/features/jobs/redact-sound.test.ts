import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactSound } from './redact-sound.ts';

const problem = (raw: unknown): string => {
  const reading = redactSound(raw);
  return reading.ok ? '' : reading.problem;
};

describe('the sound of a redaction', () => {
  it.each(['keep', 'remove', { mute: [{ from_sec: 1, to_sec: 2.5 }, { to_sec: 1 }, { from_sec: 3 }, {}] }])(
    'may be %j',
    (raw) => {
      expect(redactSound(raw)).toEqual({ ok: true, value: raw });
    },
  );

  it.each([
    ['mute', 'must be keep, remove or {"mute": […]}'],
    [true, 'must be keep, remove or {"mute": […]}'],
    [[{ from_sec: 1 }], 'must be keep, remove or {"mute": […]}'],
    [{}, 'mute is required'],
    [{ silence: [] }, 'json: unknown field "silence"'],
    [{ mute: [] }, 'mute must be an array of 1 to 1000'],
    [{ mute: { from_sec: 1 } }, 'mute must be an array of 1 to 1000'],
    [{ mute: [null] }, 'mute [0] must be an object'],
    [{ mute: [{ from_sec: 1 }, { from_sec: 2, to_sec: 2 }] }, 'mute [1] must have a from_sec before its to_sec'],
    [{ mute: [{ from_sec: -1 }] }, 'mute [0] from_sec must be a number from 0 to 864000'],
    [{ mute: [{ from_sec: '1' }] }, 'mute [0] from_sec must be a number from 0 to 864000'],
    [{ mute: [{ to: 1 }] }, 'mute [0] json: unknown field "to"'],
  ])('is refused as %j', (raw, sentence) => {
    expect(problem(raw)).toBe(sentence);
  });

  it('holds nothing but a known word or numbers, whatever is sent', () => {
    const time = fc.oneof(fc.double(), fc.anything());
    const item = fc.oneof(fc.anything(), fc.record({ from_sec: time, to_sec: time }, { requiredKeys: [] }));
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.record({ mute: fc.array(item) })), (raw) => {
        const reading = redactSound(raw);
        if (!reading.ok || typeof reading.value !== 'object') return;
        for (const times of (reading.value as { mute: object[] }).mute) {
          expect(Object.values(times).every((value) => Number.isFinite(value))).toBe(true);
        }
      }),
    );
  });
});
