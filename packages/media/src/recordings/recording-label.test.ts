import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRecordingLabel } from './recording-label.ts';

const nothing = { device: null, startedAtMs: null, durationMs: null };

describe('the label of a recording', () => {
  it('is read from the name of the contract', () => {
    expect(parseRecordingLabel('account-a/1776427171_1-250500_frontdoor_402-263-805-680_801_29960.mp4')).toEqual({
      device: 'frontdoor',
      startedAtMs: 1_776_427_171_250,
      durationMs: 29_960,
    });
  });

  it('keeps a device whose name has the separator in it', () => {
    const label = parseRecordingLabel('1776427171_1-1_front_door_2_402-263-805-680_801_29960.mp4');
    expect(label.device).toBe('front_door_2');
  });

  it('has no duration where a token stands in its place', () => {
    const label = parseRecordingLabel('1776427171_1-1_frontdoor_402-263-805-680_801_token.mp4');
    expect(label).toMatchObject({ device: 'frontdoor', durationMs: null });
  });

  it.each(['film.mp4', '', '/', 'a_b_c_d_e_f.mp4', '17_1-1_x_1-1-1-1_1_1.mp4'])('is empty for %j', (key) => {
    expect(parseRecordingLabel(key)).toEqual(nothing);
  });

  it('is numbers and texts whatever the name', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.nat().map(String)), { maxLength: 9 }), (fields) => {
        const { startedAtMs, durationMs, device } = parseRecordingLabel(fields.join('_'));
        expect([startedAtMs ?? 0, durationMs ?? 0].every(Number.isSafeInteger)).toBe(true);
        expect(device).not.toBe('');
      }),
    );
  });
});
