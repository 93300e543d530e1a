import type { TrackBinding, TrackRef } from '../../../ports/sfu.ts';
import type { Connection, Room } from './room.ts';
import type { ServerFrame } from './server-frame.ts';

/** What is asked of the media server. Its results come back as inputs of the room. */
export type SfuCommand =
  | { readonly kind: 'open'; readonly connectionId: string }
  | {
      readonly kind: 'publish';
      readonly connectionId: string;
      readonly offerSdp: string;
      readonly bindings: readonly TrackBinding[];
    }
  | { readonly kind: 'receive'; readonly connectionId: string; readonly tracks: readonly TrackRef[] }
  | { readonly kind: 'answer'; readonly connectionId: string; readonly answerSdp: string }
  | { readonly kind: 'restart'; readonly connectionId: string }
  | { readonly kind: 'close'; readonly connectionId: string };

/** What is to be done about a step; the room itself does nothing. */
export type Effect =
  | { readonly kind: 'send'; readonly to: readonly string[]; readonly frame: ServerFrame }
  /** `end`: its client is not to come back by itself. `again`: it is. */
  | { readonly kind: 'hang-up'; readonly connectionId: string; readonly how: 'end' | 'again' }
  | { readonly kind: 'sfu'; readonly command: SfuCommand };

export interface Step {
  readonly room: Room;
  readonly effects: readonly Effect[];
}

export const unchanged = (room: Room): Step => ({ room, effects: [] });

export const step = (room: Room, ...effects: readonly Effect[]): Step => ({ room, effects });

/** Does `next` with what a step left, and gives what both want done. */
export function follow(first: Step, next: (room: Room) => Step): Step {
  const second = next(first.room);
  return { room: second.room, effects: [...first.effects, ...second.effects] };
}

export function put(room: Room, connection: Connection): Room {
  return { ...room, connections: new Map(room.connections).set(connection.id, connection) };
}

const listeners = (room: Room): Connection[] => [...room.connections.values()].filter(({ phase }) => phase === 'live');

export const send = (to: Connection, frame: ServerFrame): Effect => ({ kind: 'send', to: [to.id], frame });

/** To everyone who is there; but for `self`, where that is given. */
export function sendAll(room: Room, frame: ServerFrame, self?: Connection): Effect {
  const to = listeners(room).map(({ id }) => id);
  return { kind: 'send', to: to.filter((id) => id !== self?.id), frame };
}

export const command = (given: SfuCommand): Effect => ({ kind: 'sfu', command: given });

export const hangUp = ({ id }: Connection, how: 'end' | 'again'): Effect => ({
  kind: 'hang-up',
  connectionId: id,
  how,
});
