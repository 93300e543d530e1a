import type { Logger } from '../../../platform/logger.ts';
import { newVideoId } from '../../../platform/video-api/video-id.ts';
import type { Sfu, SfuEvent } from '../../../ports/sfu.ts';
import { createRoom, type RoomRules } from '../room/room.ts';
import type { RoomInput } from '../room/step-room.ts';
import type { SpaceStates } from '../space-states.ts';
import { createLiveRoom, type LiveRoom } from './live-room.ts';
import { createRunMedia, type MediaParts } from './run-media.ts';
import type { SpaceLease, SpaceLeases } from './space-leases.ts';

/** The rooms that this process runs. */
export interface LiveRooms {
  /** The room of a space, which becomes active by it; null while another process runs it. */
  open(environmentId: string, spaceId: string): Promise<LiveRoom | null>;
  /** The open room of a space; null where this process has none. */
  find(spaceId: string): LiveRoom | null;
  /** Those that are open now. */
  readonly running: readonly LiveRoom[];
  /** Lets time pass in them. Call it about once a second. */
  tick(): void;
  /** Keeps what is here, and lets go of what others took. Call it about once a second. */
  keep(): Promise<void>;
  /** Ends what others left behind. Call it every few seconds. */
  look(): Promise<void>;
  /** Sends everyone to other processes, or to this one when it is back. */
  stop(): Promise<void>;
}

export interface LiveRoomsParts extends Pick<MediaParts, 'iceServers'> {
  readonly sfu: Sfu;
  readonly leases: SpaceLeases;
  readonly states: SpaceStates;
  readonly rules: RoomRules;
  /** A space is here now that another process ran before, with all that went on in it. */
  onInherited(): void;
  nowMs(): number;
  readonly log: Pick<Logger, 'warn' | 'error'>;
}

/** A room from its lease to the end of that. */
interface Place {
  readonly opening: Promise<{ readonly lease: SpaceLease; readonly live: LiveRoom } | null>;
  live?: LiveRoom;
  ending?: Promise<void>;
}

export function createLiveRooms(parts: LiveRoomsParts): LiveRooms {
  const { sfu, leases, states, rules, iceServers, nowMs, log } = parts;
  const places = new Map<string, Place>();
  let isStopped = false;

  async function endSession(lease: SpaceLease): Promise<void> {
    const { environmentId, spaceId, sessionId } = lease;
    await states.setIdle(environmentId, spaceId, sessionId, (transaction) => leases.drop(lease, transaction));
  }

  function end(place: Place, lease: SpaceLease): void {
    place.ending ??= (async () => {
      await sfu.closeRoom(lease.spaceId);
      if (!isStopped) await endSession(lease);
    })()
      // Its lease runs out, and then it is ended again.
      .catch((err: unknown) => log.error({ err, space: lease.spaceId }, 'the end of a space could not be recorded'))
      .finally(() => places.delete(lease.spaceId));
  }

  /** `isInherited`: the session was another process's before, and not all who were there may be back yet. */
  function start(place: Place, lease: SpaceLease, isInherited: boolean): LiveRoom {
    const { spaceId, sessionId } = lease;
    const runMedia = createRunMedia({
      sfu,
      spaceId,
      iceServers,
      feed: (connectionId, input) => live.feed(connectionId, input),
      reportFailure: (err) => log.warn({ err, space: spaceId }, 'the media server refused'),
    });
    const keptUntilMs = isInherited ? nowMs() + rules.graceMs : 0;
    const onEmpty = (): void => end(place, lease);
    const live = createLiveRoom(createRoom(rules, sessionId), { runMedia, nowMs, keptUntilMs, onEmpty });
    place.live = live;
    return live;
  }

  function openPlace(environmentId: string, spaceId: string): Place {
    const take = async () => {
      const offered = newVideoId();
      const lease = await leases.take(environmentId, spaceId, offered);
      if (lease === null) return null;
      await states.setActive(environmentId, spaceId, lease.sessionId);
      const isInherited = lease.sessionId !== offered;
      const live = start(place, lease, isInherited);
      if (isInherited) parts.onInherited();
      return { lease, live };
    };
    // Not before there is a place to start in.
    const place: Place = { opening: Promise.resolve().then(take) };
    places.set(spaceId, place);
    const forget = (): void => void (place.live === undefined && places.delete(spaceId));
    place.opening.then(forget, forget);
    return place;
  }

  async function open(environmentId: string, spaceId: string): Promise<LiveRoom | null> {
    if (isStopped) return null;
    const known = places.get(spaceId);
    if (known?.ending !== undefined) {
      await known.ending;
      return open(environmentId, spaceId);
    }
    const opened = await (known ?? openPlace(environmentId, spaceId)).opening;
    return opened?.live ?? null;
  }

  const feed = (spaceId: string, input: RoomInput): void => places.get(spaceId)?.live?.feedAll(input);

  function hear(event: SfuEvent): void {
    if (event.type === 'speakers') feed(event.room, { kind: 'heard', tracks: event.tracks });
    if (event.type === 'connection' && event.session !== null && !event.connected) {
      places.get(event.room)?.live?.feed(event.peer, { kind: 'unreached' });
    }
    if (event.type === 'trackEnded') feed(event.room, { kind: 'track-ended', track: event.track });
    if (event.type === 'died') for (const room of event.rooms) feed(room, { kind: 'media-lost' });
  }
  sfu.on(hear);

  const running = (): [string, LiveRoom][] =>
    [...places].flatMap(([id, { live, ending }]) => (live === undefined || ending !== undefined ? [] : [[id, live]]));

  async function keep(): Promise<void> {
    const held = [...places].filter(([, { live, ending }]) => live !== undefined && ending === undefined);
    const kept = await leases.renew(held.map(([id]) => id));
    for (const [id, place] of held.filter(([one]) => !kept.has(one))) {
      // It ended meanwhile, by itself.
      if (places.get(id) !== place || place.ending !== undefined) continue;
      log.warn({ space: id }, 'another process runs this space now');
      places.delete(id);
      place.live?.leave();
      await sfu.closeRoom(id);
    }
  }

  return {
    open,
    find: (spaceId) => running().find(([id]) => id === spaceId)?.[1] ?? null,
    get running() {
      return running().map(([, live]) => live);
    },
    tick() {
      for (const [, live] of running()) live.feedAll({ kind: 'tick', nowMs: nowMs() });
    },
    keep,
    async look() {
      for (const lease of await leases.takeExpired()) await endSession(lease);
    },
    async stop() {
      isStopped = true;
      await Promise.all([...places.values()].map(({ ending }) => ending));
      for (const [, live] of running()) live.leave();
      await leases.release();
    },
  };
}
