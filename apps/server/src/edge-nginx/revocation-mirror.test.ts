import { describe, expect, it } from 'vitest';
import { createRevocationMirror } from './revocation-mirror.ts';

const entry = (id: string, type: 'token' | 'subject' | 'embed', value: string, before: number | null = null) => ({
  ...{ id, type, value, before, seq: 1, expires_at: 100, reason: null, created_at: 1 },
});
const feed = (
  entries: Parameters<ReturnType<typeof createRevocationMirror>['apply']>[0]['entries'],
  snapshot = false,
) => ({
  ...{ entries, snapshot, next_seq: 2 },
});
const mirror = () => createRevocationMirror((text) => `digest-of-${text.length}`);

describe('the mirror of revocations', () => {
  it('has an empty file for what is taken back for ever and the second for what is taken back up to it', () => {
    expect(mirror().apply(feed([entry('a', 'token', 'tk_1'), entry('b', 'subject', 'vw', 50)]))).toEqual([
      { kind: 'token', name: 'tk_1', text: '' },
      { kind: 'subject', name: 'vw', text: '50' },
    ]);
  });

  it('keeps the latest of several bounds, and the file as long as one of them stands', () => {
    const held = mirror();
    held.apply(feed([entry('a', 'subject', 'vw', 50), entry('b', 'subject', 'vw', 70)]));
    expect(held.apply(feed([{ id: 'b', seq: 3, removed: true }]))).toEqual([
      { kind: 'subject', name: 'vw', text: '50' },
    ]);
    expect(held.apply(feed([{ id: 'a', seq: 4, removed: true }]))).toEqual([
      { kind: 'subject', name: 'vw', text: null },
    ]);
    expect(held.files()).toEqual([]);
  });

  it('takes a snapshot for all there is', () => {
    const held = mirror();
    held.apply(feed([entry('a', 'token', 'tk_1')]));
    expect(held.apply(feed([entry('b', 'embed', 'et_2')], true))).toEqual([
      { kind: 'token', name: 'tk_1', text: null },
      { kind: 'token', name: 'et_2', text: '' },
    ]);
  });

  it('calls what could leave its folder by its digest', () => {
    const [file] = mirror().apply(feed([entry('a', 'subject', '../../keys.json', 50)]));
    expect(file?.name).toBe('.digest-of-15');
  });

  it('forgets what can match no living token', () => {
    const held = mirror();
    held.apply(feed([entry('a', 'token', 'tk_1')]));
    expect(held.dropExpired(99)).toEqual([]);
    expect(held.dropExpired(100)).toEqual([{ kind: 'token', name: 'tk_1', text: null }]);
  });
});
