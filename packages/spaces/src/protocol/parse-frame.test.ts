import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFrame } from './parse-frame.ts';

const parse = (frame: unknown) => parseFrame(JSON.stringify(frame));

/** The example of contract §5.3. */
const joined = {
  session_id: 'k7Qe01Ab',
  connection_id: '2f0c',
  participant_id: 'alice',
  display_name: 'Alice',
  broadcasting: false,
  sub_sfus: [{ sfu_id: 'sfu-1', sdp: 'v=0' }],
  participants: [{ connection_id: '9ab1', participant_id: 'bob', role: 1, status: 1, display_name: '', tracks: [] }],
  simulcast: {
    camera_encodings: [{ rid: 'q', max_bitrate: 150000, scale_resolution_down_by: 4, max_framerate: 0 }],
    screenshare_encodings: [],
  },
  ice_servers: [{ urls: ['turn:turn.example.com'], username: 'u', credential: 'p' }],
  limits: { custom_events_per_second: 10, default_track_limit: 2, seconds_per_set_display_name: 1 },
  watchrtc_token: '',
};

const track = { tid: 't1', type: 2, name: 'cam', muted: true, source: 'camera', width: 640, height: 360 };

describe('joined', () => {
  test('the example of the contract is read as a whole', () => {
    expect(parse({ joined })).toEqual({
      kind: 'joined',
      joined: {
        sessionId: 'k7Qe01Ab',
        connectionId: '2f0c',
        participantId: 'alice',
        displayName: 'Alice',
        broadcasting: false,
        offers: [{ sfuId: 'sfu-1', sdp: 'v=0' }],
        participants: [{ connectionId: '9ab1', participantId: 'bob', role: 1, status: 1, displayName: '', tracks: [] }],
        cameraEncodings: [{ rid: 'q', maxBitsPerSecond: 150000, scaleDownBy: 4, maxFramesPerSecond: 0 }],
        screenshareEncodings: [],
        iceServers: [{ urls: ['turn:turn.example.com'], username: 'u', credential: 'p' }],
      },
    });
  });

  test.each(['connection_id', 'participant_id', 'sub_sfus'])('without %s it is none', (name) => {
    expect(parse({ joined: { ...joined, [name]: undefined } })).toBeNull();
  });

  test('participants and tracks that cannot be read are left out', () => {
    const people = [{ ...joined.participants[0], tracks: [track, { tid: 'x', type: 9 }, 5] }, { role: 1 }, null];
    const frame = parse({ joined: { ...joined, participants: people } });
    expect(frame).toMatchObject({ joined: { participants: [{ participantId: 'bob', tracks: [{ tid: 't1' }] }] } });
  });
});

describe('frames of contract §5.2', () => {
  test.each([
    [{ participant_disconnected: { connection_id: 'c' } }, { kind: 'disconnected', connectionId: 'c' }],
    [
      { add_track: { connection_id: 'c', track } },
      {
        kind: 'track-added',
        connectionId: 'c',
        track: { tid: 't1', kind: 2, name: 'cam', muted: true, source: 'camera', width: 640, height: 360 },
      },
    ],
    [
      { remove_track: { connection_id: 'c', track: { tid: 't1' } } },
      { kind: 'track-removed', connectionId: 'c', tid: 't1' },
    ],
    [
      { track_unmuted: { connection_id: 'c', track: { tid: 't1' } } },
      { kind: 'track-muted', connectionId: 'c', tid: 't1', muted: false },
    ],
    [{ sub_offer: { sfu_id: 's', sdp: 'v=0' } }, { kind: 'sub-offer', offer: { sfuId: 's', sdp: 'v=0' } }],
    [{ answer: 'v=0' }, { kind: 'answer', sdp: 'v=0' }],
    [
      {
        candidate: {
          candidate: { candidate: 'c', sdp_mid: '0', sdp_mline_index: 0, username_fragment: 'u' },
          type: 2,
          sfu_id: 's',
        },
      },
      {
        kind: 'candidate',
        sfuId: 's',
        isPublisher: true,
        candidate: { candidate: 'c', sdpMid: '0', sdpMLineIndex: 0, usernameFragment: 'u' },
      },
    ],
    [
      { subscribe_tracks: { successes: [{ connection_id: 'c' }], failures: [] } },
      { kind: 'subscribed', successes: ['c'], failures: [] },
    ],
    [
      { active_speakers: { tracks: [{ connection_id: 'c', track_id: 't1' }] } },
      { kind: 'speakers', speakers: [{ connectionId: 'c', trackId: 't1' }] },
    ],
    [
      {
        custom_event: { id: 'i', payload: 'hi', scope: 1, connection_id: 'c', sequence_num: 7 },
        request_id: 'r1',
      },
      { kind: 'custom-event', requestId: 'r1', connectionId: 'c', payload: 'hi', scope: 1, sequenceNumber: 7 },
    ],
    [
      { participant_update: { connection_id: 'c', display_name: 'Bo' } },
      { kind: 'renamed', requestId: null, connectionId: 'c', displayName: 'Bo' },
    ],
    [{ broadcast_state_update: 1 }, { kind: 'broadcast', broadcasting: true }],
    [{ broadcast_state_update: 2 }, { kind: 'broadcast', broadcasting: false }],
    [
      { error: { type: 6, message: 'no', fatal: true, request_error: { correlator: 'r1,r2' } } },
      { kind: 'error', error: { type: 6, message: 'no', fatal: true, retry: false, requestIds: ['r1', 'r2'] } },
    ],
  ])('%j', (frame, read) => {
    expect(parse(frame)).toEqual(read);
  });

  test.each(['', 'null', '[]', '{', '{"hello":1}', '{"add_track":{"connection_id":"c"}}', '{"answer":{}}'])(
    '%j is none of them',
    (text) => {
      expect(parseFrame(text)).toBeNull();
    },
  );
});

test('whatever a server sends, reading it does not fail', () => {
  const keys = fc.constantFrom(
    ...['joined', 'error', 'participant_connected', 'add_track', 'candidate', 'active_speakers', 'custom_event'],
  );
  fc.assert(
    fc.property(keys, fc.jsonValue(), (key, value) => {
      parse({ [key]: value });
    }),
  );
});
