import type { WireParticipant } from '../protocol/wire.ts';
import type { RoomChange } from './room-change.ts';

/** What leads from one list of participants to another. Somebody is the same by connection, else by participant id. */
export function compareParticipants(
  before: readonly WireParticipant[],
  after: readonly WireParticipant[],
): readonly RoomChange[] {
  const pairs = after.map((now) => ({ now, former: counterpart(before, now) }));
  const kept = new Set(pairs.map(({ former }) => former));
  const left = before.filter((one) => !kept.has(one));
  return [
    ...left.map(({ connectionId }): RoomChange => ({ type: 'left', connectionId })),
    ...pairs.flatMap(({ former, now }) =>
      former === undefined ? [{ type: 'joined', participant: now } as const] : compare(former, now),
    ),
  ];
}

function counterpart(list: readonly WireParticipant[], one: WireParticipant): WireParticipant | undefined {
  return (
    list.find((other) => other.connectionId === one.connectionId) ??
    list.find((other) => other.participantId === one.participantId)
  );
}

function compare(then: WireParticipant, now: WireParticipant): readonly RoomChange[] {
  const { connectionId, displayName } = now;
  const changes: RoomChange[] = [];
  if (then.connectionId !== connectionId) changes.push({ type: 'moved', from: then.connectionId, participant: now });
  for (const { tid } of then.tracks) {
    if (!now.tracks.some((track) => track.tid === tid)) changes.push({ type: 'unpublished', connectionId, tid });
  }
  for (const track of now.tracks) {
    const former = then.tracks.find(({ tid }) => tid === track.tid);
    if (former === undefined) changes.push({ type: 'published', connectionId, track });
    else if (former.muted !== track.muted)
      changes.push({ type: 'muted', connectionId, tid: track.tid, muted: track.muted });
  }
  if (then.displayName !== displayName) changes.push({ type: 'renamed', connectionId, displayName });
  return changes;
}
