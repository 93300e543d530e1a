import { isVisible } from '../room/room.ts';
import type { LiveRooms } from './live-rooms.ts';

/** What is going on in the rooms of this process. */
export function countSpaces({ running }: Pick<LiveRooms, 'running'>) {
  const present = running.flatMap(({ room }) => [...room.connections.values()].filter(isVisible));
  const tracks = present.reduce((sum, connection) => sum + connection.tracks.size, 0);
  return { rooms: running.length, participants: present.length, tracks };
}
