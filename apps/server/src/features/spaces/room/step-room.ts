import type { PublishedTrack, TrackRef } from '../../../ports/sfu.ts';
import { open } from './arrivals.ts';
import type { ClientFrame } from './client-frame.ts';
import { close, expire, loseMedia, withdraw } from './departures.ts';
import { announce, answer, endTrack, failMedia, offer, setMuted } from './publishing.ts';
import type { Connection, Room, Track } from './room.ts';
import { type Opened, offerFrame, sfuIdOf } from './server-frame.ts';
import { command, follow, type Step, send, step, unchanged } from './step.ts';
import { arrange, ask } from './subscribing.ts';
import { hear, publishEvent, setBroadcasting, setDisplayName } from './talking.ts';

/** What happens to one connection. Of one that is gone nothing is done about it. */
export type ConnectionInput =
  | ({ readonly kind: 'opened' } & Opened)
  | { readonly kind: 'frame'; readonly frame: ClientFrame; readonly nowMs: number; readonly newId: string }
  | { readonly kind: 'closed'; readonly isOnPurpose: boolean; readonly nowMs: number }
  | { readonly kind: 'answered'; readonly answerSdp: string; readonly tracks: readonly PublishedTrack[] }
  | { readonly kind: 'offered'; readonly offerSdp: string }
  /** What it receives does not reach it any more. */
  | { readonly kind: 'unreached' }
  | { readonly kind: 'media-failed'; readonly isClientsFault: boolean }
  | { readonly kind: 'withdrawn' };

/** What happens to the room. */
export type RoomInput =
  | { readonly kind: 'heard'; readonly tracks: readonly TrackRef[] }
  | { readonly kind: 'track-ended'; readonly track: TrackRef }
  | { readonly kind: 'media-lost' }
  | { readonly kind: 'broadcasting'; readonly isOn: boolean }
  | { readonly kind: 'tick'; readonly nowMs: number };

/** The next room, and what is to be done. The effects of a step are done in their order. */
export function stepConnection(room: Room, connectionId: string, input: ConnectionInput): Step {
  const connection = room.connections.get(connectionId);
  if (connection !== undefined) return arranged(room, stepOne(room, connection, input));
  // It left while its session was made.
  return input.kind === 'opened' ? step(room, command({ kind: 'close', connectionId })) : unchanged(room);
}

export function stepRoom(room: Room, input: RoomInput): Step {
  return arranged(room, stepAll(room, input));
}

/** Where nothing changed, nobody is to receive anything else. */
const arranged = (before: Room, done: Step): Step => (done.room === before ? done : follow(done, arrange));

function stepOne(room: Room, connection: Connection, input: ConnectionInput): Step {
  switch (input.kind) {
    case 'opened':
      return open(room, connection, input);
    case 'frame':
      return connection.phase === 'live' ? stepFrame(room, connection, input) : unchanged(room);
    case 'closed':
      return close(room, connection, input.isOnPurpose, input.nowMs);
    case 'answered':
      return answer(room, connection, input.answerSdp, input.tracks);
    case 'offered':
      return step(room, send(connection, offerFrame(connection, input.offerSdp)));
    case 'unreached':
      return connection.phase === 'live'
        ? step(room, command({ kind: 'restart', connectionId: connection.id }))
        : unchanged(room);
    case 'media-failed':
      return failMedia(room, connection, input.isClientsFault);
    case 'withdrawn':
      return withdraw(room, connection);
  }
}

function stepAll(room: Room, input: RoomInput): Step {
  switch (input.kind) {
    case 'heard':
      return hear(room, input.tracks);
    case 'track-ended':
      return endTrack(room, input.track.peer, input.track.tid);
    case 'media-lost':
      return loseMedia(room);
    case 'broadcasting':
      return setBroadcasting(room, input.isOn);
    case 'tick':
      return expire(room, input.nowMs);
  }
}

type FrameInput = Extract<ConnectionInput, { kind: 'frame' }>;

function stepFrame(room: Room, self: Connection, { frame, nowMs, newId }: FrameInput): Step {
  const request = frame.requestId === undefined ? {} : { requestId: frame.requestId };
  switch (frame.name) {
    case 'sub_answer':
      return takeAnswer(room, self, frame.body);
    case 'offer':
      return offer(room, self, frame.body);
    case 'pending_track':
      return announce(room, self, toTrack(frame.body), frame.body.mid);
    case 'candidate':
      return unchanged(room);
    case 'mute_track':
      return setMuted(room, self, frame.body, true);
    case 'unmute_track':
      return setMuted(room, self, frame.body, false);
    case 'subscribe_tracks':
      return ask(room, self, frame.body.connections, true);
    case 'unsubscribe_tracks':
      return ask(room, self, frame.body.connections, false);
    case 'set_display_name':
      return setDisplayName(room, self, { displayName: frame.body, ...request }, nowMs);
    case 'custom_event':
      return publishEvent(room, self, { id: frame.body.id ?? newId, payload: frame.body.payload, ...request }, nowMs);
  }
}

function takeAnswer(room: Room, self: Connection, body: { readonly sfu_id?: string; readonly sdp: string }): Step {
  if ((body.sfu_id ?? sfuIdOf(self)) !== sfuIdOf(self)) return unchanged(room);
  return step(room, command({ kind: 'answer', connectionId: self.id, answerSdp: body.sdp }));
}

type PendingTrack = Extract<ClientFrame, { name: 'pending_track' }>['body'];

function toTrack({ tid, type, name = '', muted = false, source, width, height }: PendingTrack): Track {
  const kind = type === 1 ? 'audio' : 'video';
  return { tid, kind, name, muted, source, width: Math.round(width ?? 0), height: Math.round(height ?? 0) };
}
