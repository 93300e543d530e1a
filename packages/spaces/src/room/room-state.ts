import type { Joined, ServerFrame, SpeakerRef, WireParticipant, WireTrack } from '../protocol/wire.ts';
import { compareParticipants } from './compare-participants.ts';
import type { RoomChange } from './room-change.ts';

/** What is known of a space: everybody else in it, and who speaks. A value: nothing in it changes. */
export interface RoomState {
  readonly connectionId: string;
  readonly participants: readonly WireParticipant[];
  readonly speakers: readonly SpeakerRef[];
  readonly broadcasting: boolean;
}

export interface RoomStep {
  readonly state: RoomState;
  readonly changes: readonly RoomChange[];
}

/** Into the space, for the first time or again: then only what differs from `before` is a change. */
export function enterRoom(before: RoomState | null, joined: Joined): RoomStep {
  const { connectionId, participants, broadcasting } = joined;
  const state = { connectionId, participants, broadcasting, speakers: [] };
  const changes = [...compareParticipants(before?.participants ?? [], participants)];
  if (before !== null && before.speakers.length > 0) changes.push(speakersChange(before.speakers, []));
  if (before !== null && before.broadcasting !== broadcasting) changes.push({ type: 'broadcast', broadcasting });
  return { state, changes };
}

/** What a frame makes of the state. Frames about media, requests or somebody unknown change nothing. */
export function applyFrame(state: RoomState, frame: ServerFrame): RoomStep {
  switch (frame.kind) {
    case 'connected':
      return connect(state, frame.participant);
    case 'disconnected':
      return find(state, frame.connectionId) === undefined ? unchanged(state) : leave(state, frame.connectionId);
    case 'track-added':
      return addTrack(state, frame.connectionId, frame.track);
    case 'track-removed':
      return removeTrack(state, frame.connectionId, frame.tid);
    case 'track-muted':
      return muteTrack(state, frame);
    case 'renamed':
      return rename(state, frame.connectionId, frame.displayName);
    case 'speakers':
      return {
        state: { ...state, speakers: frame.speakers },
        changes: [speakersChange(state.speakers, frame.speakers)],
      };
    case 'broadcast': {
      const { broadcasting } = frame;
      if (broadcasting === state.broadcasting) return unchanged(state);
      return { state: { ...state, broadcasting }, changes: [{ type: 'broadcast', broadcasting }] };
    }
    default:
      return unchanged(state);
  }
}

const unchanged = (state: RoomState): RoomStep => ({ state, changes: [] });

const find = (state: RoomState, connectionId: string): WireParticipant | undefined =>
  state.participants.find((one) => one.connectionId === connectionId);

const findTrack = (state: RoomState, connectionId: string, tid: string): WireTrack | undefined =>
  find(state, connectionId)?.tracks.find((track) => track.tid === tid);

function connect(state: RoomState, participant: WireParticipant): RoomStep {
  if (participant.connectionId === state.connectionId) return unchanged(state);
  const known = state.participants.filter((one) => isSame(one, participant));
  const others = state.participants.filter((one) => !isSame(one, participant));
  return {
    state: { ...state, participants: [...others, participant] },
    changes: compareParticipants(known, [participant]),
  };
}

function isSame(one: WireParticipant, other: WireParticipant): boolean {
  return one.connectionId === other.connectionId || one.participantId === other.participantId;
}

function leave(state: RoomState, connectionId: string): RoomStep {
  const participants = state.participants.filter((one) => one.connectionId !== connectionId);
  const speakers = state.speakers.filter((one) => one.connectionId !== connectionId);
  const quiet = speakers.length === state.speakers.length ? [] : [speakersChange(state.speakers, speakers)];
  return { state: { ...state, participants, speakers }, changes: [...quiet, { type: 'left', connectionId }] };
}

function addTrack(state: RoomState, connectionId: string, track: WireTrack): RoomStep {
  if (find(state, connectionId) === undefined || findTrack(state, connectionId, track.tid)) return unchanged(state);
  return {
    state: withTracks(state, connectionId, (tracks) => [...tracks, track]),
    changes: [{ type: 'published', connectionId, track }],
  };
}

function removeTrack(state: RoomState, connectionId: string, tid: string): RoomStep {
  if (findTrack(state, connectionId, tid) === undefined) return unchanged(state);
  return {
    state: withTracks(state, connectionId, (tracks) => tracks.filter((track) => track.tid !== tid)),
    changes: [{ type: 'unpublished', connectionId, tid }],
  };
}

function muteTrack(state: RoomState, { connectionId, tid, muted }: ServerFrame & { kind: 'track-muted' }): RoomStep {
  const track = findTrack(state, connectionId, tid);
  if (track === undefined || track.muted === muted) return unchanged(state);
  return {
    state: withTracks(state, connectionId, (tracks) =>
      tracks.map((one) => (one.tid === tid ? { ...one, muted } : one)),
    ),
    changes: [{ type: 'muted', connectionId, tid, muted }],
  };
}

function withTracks(
  state: RoomState,
  connectionId: string,
  change: (tracks: readonly WireTrack[]) => readonly WireTrack[],
): RoomState {
  const participants = state.participants.map((one) =>
    one.connectionId === connectionId ? { ...one, tracks: change(one.tracks) } : one,
  );
  return { ...state, participants };
}

function rename(state: RoomState, connectionId: string, displayName: string): RoomStep {
  const participants = state.participants.map((one) =>
    one.connectionId === connectionId ? { ...one, displayName } : one,
  );
  const isKnown = connectionId === state.connectionId || find(state, connectionId) !== undefined;
  return {
    state: { ...state, participants },
    changes: isKnown ? [{ type: 'renamed', connectionId, displayName }] : [],
  };
}

function speakersChange(before: readonly SpeakerRef[], speakers: readonly SpeakerRef[]): RoomChange {
  const [was, is] = [before, speakers].map((list) => new Set(list.map((one) => one.connectionId)));
  return {
    type: 'speakers',
    speakers,
    started: [...(is ?? [])].filter((id) => !was?.has(id)),
    stopped: [...(was ?? [])].filter((id) => !is?.has(id)),
  };
}
