import { describe, expect, it } from 'vitest';
import { recordingHash, recordingProblem } from './recording-source.ts';

describe('the source of a job on a recording', () => {
  it.each(['a.mp4', 'account-a/1776427171_1-1_frontdoor_402-263-805-680_801_29960.mp4', 'noext'])('may be %j', (key) =>
    expect(recordingProblem(key)).toBeNull(),
  );

  it.each(['a_thumbnail.jpg', 'a_sprite.jpg', 'a_redacted.mp4', '../a.mp4', '/a'])('may not be %j', (key) =>
    expect(recordingProblem(key)).toMatch(/^source is /),
  );

  it('may be as long as the longest name that is derived from it', () => {
    expect(recordingProblem(`${'a'.repeat(1010)}.mp4`)).toBeNull();
    expect(recordingProblem(`${'a'.repeat(1011)}.mp4`)).toMatch(/too long/);
  });

  it('has an id of its own at each provider', () => {
    expect(recordingHash('p', 'a')).toMatch(/^rec-[0-9a-f]{32}$/);
    expect(recordingHash(null, 'a')).toBe(recordingHash('source', 'a'));
    expect(new Set([recordingHash('p', 'a'), recordingHash('q', 'a'), recordingHash('p', 'b')]).size).toBe(3);
  });
});
