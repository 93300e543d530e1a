import { randomUUID } from 'node:crypto';
import type { Producer, WebRtcTransport } from 'mediasoup/types';
import type {
  Offer,
  PublishAnswer,
  RtpForwarding,
  RtpTarget,
  SfuEvent,
  TrackBinding,
  TrackRef,
} from '../../../ports/sfu.ts';
import { forwardTrack } from './forward-track.ts';
import { mediaCodecs, usableCapabilities } from './media-codecs.ts';
import { openConnection } from './open-connection.ts';
import { createPublisherLeg, type PublisherLeg } from './publisher-leg.ts';
import { createPublisherLegs } from './publisher-legs.ts';
import { unknownSession, unknownTrack } from './sfu-errors.ts';
import type { SfuOptions } from './sfu-options.ts';
import { createSubscriberSession, type SubscriberSession } from './subscriber-session.ts';
import { watchSpeakers } from './watch-speakers.ts';
import type { RunningWorker } from './worker-slot.ts';

/** Those who send to and receive from each other. */
export interface Room {
  publish(peer: string, offerSdp: string, bindings: readonly TrackBinding[] | undefined): Promise<PublishAnswer>;
  subscribe(peer: string): Promise<Offer & { readonly session: string }>;
  session(id: string): SubscriberSession | undefined;
  setMuted(track: TrackRef, muted: boolean): Promise<void>;
  forward(track: TrackRef, to: RtpTarget): Promise<RtpForwarding>;
  closeSession(id: string): void;
  closePeer(peer: string): void;
  close(): void;
  readonly legs: readonly PublisherLeg[];
  readonly sessions: readonly SubscriberSession[];
}

export async function openRoom(
  room: string,
  { worker, server }: RunningWorker,
  options: SfuOptions,
  tell: (event: SfuEvent) => void,
): Promise<Room> {
  const router = await worker.createRouter({ mediaCodecs });
  const capabilities = usableCapabilities(router.rtpCapabilities);
  const speakers = await watchSpeakers(router, (tracks) => tell({ type: 'speakers', room, tracks }));
  const sessions = new Map<string, SubscriberSession>();

  async function connect(peer: string, session: string | null): Promise<WebRtcTransport> {
    const kind = session === null ? 'publisher' : 'subscriber';
    const changed = (connected: boolean) => tell({ type: 'connection', room, peer, session, connected });
    try {
      return await openConnection(router, server, kind, options, changed);
    } catch (cause) {
      throw router.closed ? unknownSession() : cause;
    }
  }

  const legs = createPublisherLegs(async (peer, ids) =>
    createPublisherLeg(await connect(peer, null), capabilities, {
      ...ids,
      begun: async (tid, producer) => {
        if (producer.kind === 'audio') speakers.add({ peer, tid }, producer);
      },
      ended: (tid) => tell({ type: 'trackEnded', room, track: { peer, tid } }),
    }),
  );

  function mustFind(track: TrackRef): Producer {
    const producer = legs.find(track);
    if (producer === undefined) throw unknownTrack();
    return producer;
  }

  function closeSession(id: string): void {
    sessions.get(id)?.close();
    sessions.delete(id);
  }

  return {
    publish: async (peer, offerSdp, bindings) => (await legs.of(peer)).publish(offerSdp, bindings),
    async subscribe(peer) {
      const id = randomUUID();
      const transport = await connect(peer, id);
      if (router.closed) throw unknownSession();
      const session = createSubscriberSession(peer, transport, {
        capabilities,
        find: legs.find,
        layersChanged: (track, layer) => tell({ type: 'layers', session: id, track, layer }),
      });
      sessions.set(id, session);
      return { session: id, ...session.firstOffer };
    },
    session: (id) => sessions.get(id),
    setMuted: (track, muted) => (muted ? mustFind(track).pause() : mustFind(track).resume()),
    forward: (track, to) => forwardTrack(router, mustFind(track), to, options.listenIp),
    closeSession,
    closePeer(peer) {
      legs.close(peer);
      for (const [id, session] of sessions) if (session.peer === peer) closeSession(id);
    },
    close() {
      speakers.stop();
      legs.closeAll();
      for (const id of [...sessions.keys()]) closeSession(id);
      router.close();
    },
    get legs() {
      return legs.open;
    },
    get sessions() {
      return [...sessions.values()];
    },
  };
}
