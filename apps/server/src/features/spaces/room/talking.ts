import type { TrackRef } from '../../../ports/sfu.ts';
import { type Rate, takeAllowance } from './allowance.ts';
import { refusalFrame, requestError } from './error-frame.ts';
import {
  type Connection,
  findTrack,
  MAX_DISPLAY_NAME_LENGTH,
  MAX_PAYLOAD_BYTES,
  type Room,
  type RoomRules,
  trackKey,
} from './room.ts';
import { broadcastFrame, type ServerFrame, speakersFrame } from './server-frame.ts';
import { put, type Step, send, sendAll, step, unchanged } from './step.ts';

export const eventRate = ({ customEventsPerSecond: perSecond }: RoomRules): Rate => ({ perSecond, burst: perSecond });

/** Clients count from when they send, so two may come closer together than they were sent. */
export const nameRate = ({ secondsPerDisplayName }: RoomRules): Rate => ({
  perSecond: 1 / secondsPerDisplayName,
  burst: 2,
});

interface Request {
  readonly requestId?: string;
}

/** The sender learns which of its requests was done; the others only what was said. */
function tellAll(room: Room, sender: Connection, frame: ServerFrame, requestId: string | undefined): Step {
  const answer = requestId === undefined ? frame : { ...frame, request_id: requestId };
  return step(room, send(sender, answer), ...(sender.isHidden ? [] : [sendAll(room, frame, sender)]));
}

export function publishEvent(
  room: Room,
  sender: Connection,
  { id, payload, requestId }: Request & { readonly id: string; readonly payload: string },
  nowMs: number,
): Step {
  const refuse = (type: number, message: string): Step =>
    step(room, send(sender, refusalFrame(type, message, requestId)));
  if (sender.role !== 'publisher') return refuse(requestError.customEvent, 'Subscribers publish no custom events.');
  if (Buffer.byteLength(payload) > MAX_PAYLOAD_BYTES) {
    return refuse(requestError.customEvent, `The payload has more than ${MAX_PAYLOAD_BYTES} bytes.`);
  }
  const events = takeAllowance(sender.events, eventRate(room.rules), nowMs);
  if (events === null) return refuse(requestError.customEventRate, 'Too many custom events per second.');
  const sequenceNumber = room.sequenceNumber + 1;
  const frame = { custom_event: { id, payload, scope: 1, connection_id: sender.id, sequence_num: sequenceNumber } };
  return tellAll({ ...put(room, { ...sender, events }), sequenceNumber }, sender, frame, requestId);
}

export function setDisplayName(
  room: Room,
  sender: Connection,
  { displayName, requestId }: Request & { readonly displayName: string },
  nowMs: number,
): Step {
  const refuse = (type: number, message: string): Step =>
    step(room, send(sender, refusalFrame(type, message, requestId)));
  if (displayName === '' || displayName.length > MAX_DISPLAY_NAME_LENGTH) {
    return refuse(requestError.displayName, `A display name has 1 to ${MAX_DISPLAY_NAME_LENGTH} characters.`);
  }
  const names = takeAllowance(sender.names, nameRate(room.rules), nowMs);
  if (names === null) return refuse(requestError.displayNameRate, 'The display name was set a moment ago.');
  const frame = { participant_update: { connection_id: sender.id, display_name: displayName } };
  return tellAll(put(room, { ...sender, displayName, names }), sender, frame, requestId);
}

/** The media server hears others now. Of those that nobody was told of, nobody is told. */
export function hear(room: Room, heard: readonly TrackRef[]): Step {
  const speakers = heard.filter((ref) => room.connections.get(ref.peer)?.isHidden === false && findTrack(room, ref));
  const isSame = speakers.map(trackKey).join() === room.speakers.map(trackKey).join();
  if (isSame) return unchanged(room);
  const lastHeard = [...new Set([...speakers.map(({ peer }) => peer), ...room.lastHeard])];
  const next = { ...room, speakers, lastHeard };
  return step(next, sendAll(next, speakersFrame(speakers)));
}

export function setBroadcasting(room: Room, isBroadcasting: boolean): Step {
  if (room.isBroadcasting === isBroadcasting) return unchanged(room);
  const next = { ...room, isBroadcasting };
  return step(next, sendAll(next, broadcastFrame(isBroadcasting)));
}
