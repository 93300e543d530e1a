import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseClientFrame } from './client-frame.ts';

const track = { tid: 't1', type: 2, name: '', muted: false, source: 'camera', width: 640, height: 360, mid: '0' };
const parse = (message: unknown) => parseClientFrame(JSON.stringify(message));

describe('a frame of a client', () => {
  it('is told by its one member, and names its request where it has one', () => {
    expect(parse({ offer: 'v=0' })).toEqual({ name: 'offer', body: 'v=0' });
    expect(parse({ pending_track: track })).toMatchObject({ name: 'pending_track', body: { tid: 't1', mid: '0' } });
    expect(parse({ set_display_name: 'Ann', request_id: 'r1' })).toEqual({
      name: 'set_display_name',
      body: 'Ann',
      requestId: 'r1',
    });
  });

  it.each([
    ['another member', { hello: 1 }],
    ['none', {}],
    ['two of them', { offer: 'v=0', mute_track: 't1' }],
    ['a list', [{ offer: 'v=0' }]],
    ['a text', 'offer'],
    ['a track without a line', { pending_track: { ...track, mid: undefined } }],
    ['a track of no kind', { pending_track: { ...track, type: 3 } }],
    ['a source that there is not', { pending_track: { ...track, source: 'window' } }],
    ['an id that is no token', { mute_track: 'a b' }],
    ['an id of 65 characters', { mute_track: 'a'.repeat(65) }],
    ['a description of 200 001 characters', { offer: 'v'.repeat(200_001) }],
    ['a request that is no text', { custom_event: { payload: '' }, request_id: 7 }],
    ['a custom event for somebody else', { custom_event: { payload: '', scope: 2 } }],
    [
      'subscriptions beyond number',
      { subscribe_tracks: { connections: Array(129).fill({ connection_id: 'c', track_ids: [] }) } },
    ],
  ])('is not %s', (_what, message) => {
    expect(parse(message)).toBeNull();
  });

  it('may be anything, and is then none', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => parseClientFrame(text) === null));
  });
});
