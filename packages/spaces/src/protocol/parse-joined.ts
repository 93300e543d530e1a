import { ParticipantRole, ParticipantStatus, TrackKind, TrackSource } from '../enums.ts';
import { fieldsOf, listOf, numberOf, textOf } from './fields.ts';
import type { Joined, SfuOffer, WireEncoding, WireParticipant, WireTrack } from './wire.ts';

/** Null without an id or with a kind that is neither sound nor picture. */
export function parseTrack(value: unknown): WireTrack | null {
  const fields = fieldsOf(value);
  const tid = textOf(fields?.tid);
  const kind = Object.values(TrackKind).find((one) => one === fields?.type);
  if (fields === null || tid === '' || kind === undefined) return null;
  return {
    tid,
    kind,
    name: textOf(fields.name),
    muted: fields.muted === true,
    source: Object.values(TrackSource).find((one) => one === fields.source) ?? TrackSource.Other,
    width: numberOf(fields.width),
    height: numberOf(fields.height),
  };
}

/** Null without a connection id. */
export function parseParticipant(value: unknown): WireParticipant | null {
  const fields = fieldsOf(value);
  const connectionId = textOf(fields?.connection_id);
  if (fields === null || connectionId === '') return null;
  return {
    connectionId,
    participantId: textOf(fields.participant_id),
    role: Object.values(ParticipantRole).find((one) => one === fields.role) ?? ParticipantRole.Unknown,
    status: Object.values(ParticipantStatus).find((one) => one === fields.status) ?? ParticipantStatus.Unknown,
    displayName: textOf(fields.display_name),
    tracks: listOf(fields.tracks, parseTrack),
  };
}

/** Null without both parts. */
export function parseSfuOffer(value: unknown): SfuOffer | null {
  const fields = fieldsOf(value);
  const [sfuId, sdp] = [textOf(fields?.sfu_id), textOf(fields?.sdp)];
  return sfuId === '' || sdp === '' ? null : { sfuId, sdp };
}

function parseEncoding(value: unknown): WireEncoding | null {
  const fields = fieldsOf(value);
  const rid = textOf(fields?.rid);
  if (fields === null || rid === '') return null;
  return {
    rid,
    maxBitsPerSecond: numberOf(fields.max_bitrate),
    scaleDownBy: Math.max(1, numberOf(fields.scale_resolution_down_by, 1)),
    maxFramesPerSecond: numberOf(fields.max_framerate),
  };
}

function parseIceServer(value: unknown): RTCIceServer | null {
  const fields = fieldsOf(value);
  const urls = typeof fields?.urls === 'string' ? [fields.urls] : listOf(fields?.urls, (url) => textOf(url) || null);
  if (fields === null || urls.length === 0) return null;
  const [username, credential] = [textOf(fields.username), textOf(fields.credential)];
  return username === '' ? { urls } : { urls, username, credential };
}

/** Contract §5.3. Null where what a participant cannot do without is missing: ids, and an offer to receive by. */
export function parseJoined(value: unknown): Joined | null {
  const fields = fieldsOf(value);
  const simulcast = fieldsOf(fields?.simulcast);
  const offers = listOf(fields?.sub_sfus, parseSfuOffer);
  const [connectionId, participantId] = [textOf(fields?.connection_id), textOf(fields?.participant_id)];
  if (fields === null || offers.length === 0 || connectionId === '' || participantId === '') return null;
  return {
    sessionId: textOf(fields.session_id),
    connectionId,
    participantId,
    displayName: textOf(fields.display_name),
    broadcasting: fields.broadcasting === true,
    offers,
    participants: listOf(fields.participants, parseParticipant),
    cameraEncodings: listOf(simulcast?.camera_encodings, parseEncoding),
    screenshareEncodings: listOf(simulcast?.screenshare_encodings, parseEncoding),
    iceServers: listOf(fields.ice_servers, parseIceServer),
  };
}
