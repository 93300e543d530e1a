import { type Fields, fieldsOf, listOf, nullableText, numberOf, textOf } from './fields.ts';
import { parseJoined, parseParticipant, parseSfuOffer, parseTrack } from './parse-joined.ts';
import { legs, type ServerFrame, type SpeakerRef, type WireError } from './wire.ts';

/** One frame of the server; null for one that we do not know or that lacks what it is about. */
export function parseFrame(text: string): ServerFrame | null {
  const frame = fieldsOf(parseJson(text));
  if (frame === null) return null;
  for (const [key, read] of Object.entries(readers)) {
    if (key in frame) return read(frame[key], nullableText(frame.request_id));
  }
  return null;
}

type Reader = (payload: unknown, requestId: string | null) => ServerFrame | null;

const readers: Readonly<Record<string, Reader>> = {
  joined(payload) {
    const joined = parseJoined(payload);
    return joined && { kind: 'joined', joined };
  },
  error(payload) {
    const error = parseError(payload);
    return error && { kind: 'error', error };
  },
  participant_connected(payload) {
    const participant = parseParticipant(payload);
    return participant && { kind: 'connected', participant };
  },
  participant_disconnected: (payload) =>
    ofConnection(payload, ({ connectionId }) => ({ kind: 'disconnected', connectionId })),
  add_track: (payload) =>
    ofConnection(payload, ({ connectionId, fields }) => {
      const track = parseTrack(fields.track);
      return track && { kind: 'track-added', connectionId, track };
    }),
  remove_track: (payload) => ofTrack(payload, (ids) => ({ kind: 'track-removed', ...ids })),
  track_muted: (payload) => ofTrack(payload, (ids) => ({ kind: 'track-muted', ...ids, muted: true })),
  track_unmuted: (payload) => ofTrack(payload, (ids) => ({ kind: 'track-muted', ...ids, muted: false })),
  sub_offer(payload) {
    const offer = parseSfuOffer(payload);
    return offer && { kind: 'sub-offer', offer };
  },
  answer: (payload) => (typeof payload === 'string' ? { kind: 'answer', sdp: payload } : null),
  candidate: parseCandidate,
  subscribe_tracks: (payload) => ({ kind: 'subscribed', ...parseOutcome(payload) }),
  unsubscribe_tracks: (payload) => ({ kind: 'unsubscribed', ...parseOutcome(payload) }),
  active_speakers: (payload) => ({ kind: 'speakers', speakers: listOf(fieldsOf(payload)?.tracks, parseSpeaker) }),
  custom_event: (payload, requestId) =>
    ofConnection(payload, ({ connectionId, fields }) => ({
      kind: 'custom-event',
      requestId,
      connectionId,
      payload: textOf(fields.payload),
      scope: numberOf(fields.scope, 1),
      sequenceNumber: numberOf(fields.sequence_num),
    })),
  participant_update: (payload, requestId) =>
    ofConnection(payload, ({ connectionId, fields }) => ({
      kind: 'renamed',
      requestId,
      connectionId,
      displayName: textOf(fields.display_name),
    })),
  broadcast_state_update: (payload) => ({ kind: 'broadcast', broadcasting: payload === 1 }),
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function ofConnection(
  payload: unknown,
  read: (given: { connectionId: string; fields: Fields }) => ServerFrame | null,
): ServerFrame | null {
  const fields = fieldsOf(payload);
  const connectionId = textOf(fields?.connection_id);
  return fields === null || connectionId === '' ? null : read({ connectionId, fields });
}

function ofTrack(
  payload: unknown,
  read: (ids: { connectionId: string; tid: string }) => ServerFrame,
): ServerFrame | null {
  return ofConnection(payload, ({ connectionId, fields }) => {
    const tid = textOf(fieldsOf(fields.track)?.tid);
    return tid === '' ? null : read({ connectionId, tid });
  });
}

function parseError(payload: unknown): WireError | null {
  const fields = fieldsOf(payload);
  if (fields === null) return null;
  const request = fieldsOf(fields.request_error);
  return {
    type: numberOf(fields.type),
    message: textOf(fields.message),
    fatal: fields.fatal === true,
    retry: fields.retry === true,
    requestIds: request === null ? null : textOf(request.correlator).split(',').filter(Boolean),
  };
}

function parseCandidate(payload: unknown): ServerFrame | null {
  const fields = fieldsOf(payload);
  const candidate = fieldsOf(fields?.candidate);
  if (fields === null || candidate === null) return null;
  return {
    kind: 'candidate',
    sfuId: textOf(fields.sfu_id),
    isPublisher: fields.type === legs.publisher,
    candidate: {
      candidate: textOf(candidate.candidate),
      sdpMid: nullableText(candidate.sdp_mid),
      sdpMLineIndex: typeof candidate.sdp_mline_index === 'number' ? candidate.sdp_mline_index : null,
      usernameFragment: nullableText(candidate.username_fragment),
    },
  };
}

function parseOutcome(payload: unknown): { successes: string[]; failures: string[] } {
  const fields = fieldsOf(payload);
  const read = (entry: unknown) => nullableText(fieldsOf(entry)?.connection_id);
  return { successes: listOf(fields?.successes, read), failures: listOf(fields?.failures, read) };
}

function parseSpeaker(entry: unknown): SpeakerRef | null {
  const fields = fieldsOf(entry);
  const [connectionId, trackId] = [textOf(fields?.connection_id), textOf(fields?.track_id)];
  return connectionId === '' ? null : { connectionId, trackId };
}
