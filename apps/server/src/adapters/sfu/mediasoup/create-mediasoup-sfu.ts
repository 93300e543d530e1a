import type { Sfu, SfuEvent } from '../../../ports/sfu.ts';
import { readWorkerBuild } from './read-worker-build.ts';
import { openRoom, type Room } from './room.ts';
import { notReady, tooManyRooms, unknownSession, unknownTrack } from './sfu-errors.ts';
import type { SfuOptions } from './sfu-options.ts';
import type { SubscriberSession } from './subscriber-session.ts';
import { createWorkerSlot } from './worker-slot.ts';

interface Place {
  readonly slot: number;
  readonly opening: Promise<Room>;
  open?: Room;
}

/** mediasoup in worker processes of its own; each room is in one of them. */
export function createMediasoupSfu(options: SfuOptions): Sfu {
  const places = new Map<string, Place>();
  const listeners: ((event: SfuEvent) => void)[] = [];
  const tell = (event: SfuEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const slots = Array.from({ length: options.workers }, (_, index) =>
    createWorkerSlot(options, index, () => lose(index)),
  );

  /** What was in a worker that died is gone without having been closed. */
  function lose(slot: number): void {
    const lost = [...places].filter(([, place]) => place.slot === slot).map(([room]) => room);
    for (const room of lost) closeRoom(room);
    tell({ type: 'died', rooms: lost });
  }

  function emptiestSlot(): number {
    const counts = slots.map((_, slot) => [...places.values()].filter((place) => place.slot === slot).length);
    return counts.indexOf(Math.min(...counts));
  }

  async function openIn(slot: number, room: string): Promise<Room> {
    const worker = slots[slot];
    if (worker === undefined) throw new Error('no such worker');
    const running = await worker.running();
    try {
      return await openRoom(room, running, options, tell);
    } catch (cause) {
      throw running.worker.closed
        ? notReady('The media server is starting again; try again in a moment.', cause)
        : cause;
    }
  }

  function roomOf(room: string): Promise<Room> {
    const known = places.get(room);
    if (known !== undefined) return known.opening;
    if (places.size >= options.maxRooms) return Promise.reject(tooManyRooms());
    const slot = emptiestSlot();
    const place: Place = { slot, opening: openIn(slot, room) };
    places.set(room, place);
    place.opening.then(
      (open) => {
        if (places.get(room) === place) place.open = open;
        else open.close();
      },
      () => {
        if (places.get(room) === place) places.delete(room);
      },
    );
    return place.opening;
  }

  function closeRoom(room: string): void {
    const place = places.get(room);
    places.delete(room);
    place?.open?.close();
  }

  const openRooms = (): Room[] => [...places.values()].flatMap(({ open }) => open ?? []);

  async function sessionOf(id: string): Promise<SubscriberSession> {
    for (const room of openRooms()) {
      const session = room.session(id);
      if (session !== undefined) return session;
    }
    throw unknownSession();
  }

  /** A room that tracks are asked of: it is not opened for that. */
  async function openedRoom(room: string): Promise<Room> {
    const found = places.get(room)?.open;
    if (found === undefined) throw unknownTrack();
    return found;
  }

  async function stats() {
    const rooms = openRooms();
    const legs = rooms.flatMap((room) => room.legs);
    const sessions = rooms.flatMap((room) => room.sessions);
    const seconds = await Promise.all(slots.map((slot) => slot.cpuSeconds().catch(() => 0)));
    return {
      rooms: places.size,
      publishers: legs.length,
      subscribers: sessions.length,
      publishedTracks: legs.reduce((sum, { trackCount }) => sum + trackCount, 0),
      subscribedTracks: sessions.reduce((sum, { trackCount }) => sum + trackCount, 0),
      cpuSeconds: seconds.reduce((sum, value) => sum + value, 0),
    };
  }

  return {
    name: 'mediasoup',
    build: () => readWorkerBuild(options.workerFile),
    ready: async () => void (await Promise.all(slots.map((slot) => slot.running()))),
    publish: async (room, peer, offerSdp, bindings) => (await roomOf(room)).publish(peer, offerSdp, bindings),
    subscribe: async (room, peer) => (await roomOf(room)).subscribe(peer),
    setTracks: async (session, tracks) => (await sessionOf(session)).setTracks(tracks),
    answer: async (session, sdp) => (await sessionOf(session)).answer(sdp),
    restartIce: async (session) => (await sessionOf(session)).restartIce(),
    setPaused: async (session, track, paused) => (await sessionOf(session)).setPaused(track, paused),
    setMuted: async (room, track, muted) => (await openedRoom(room)).setMuted(track, muted),
    setPreferredLayer: async (session, track, layer) => (await sessionOf(session)).setPreferredLayer(track, layer),
    requestKeyFrame: async (session, track) => (await sessionOf(session)).requestKeyFrame(track),
    forwardRtp: async (room, track, to) => (await openedRoom(room)).forward(track, to),
    on: (listener) => void listeners.push(listener),
    async closeSession(session) {
      for (const room of openRooms()) room.closeSession(session);
    },
    async closePeer(room, peer) {
      places.get(room)?.open?.closePeer(peer);
    },
    async closeRoom(room) {
      closeRoom(room);
    },
    stats,
    async stop() {
      for (const room of [...places.keys()]) closeRoom(room);
      await Promise.all(slots.map((slot) => slot.stop()));
    },
  };
}
