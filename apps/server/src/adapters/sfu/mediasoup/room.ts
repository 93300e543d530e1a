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
import { createPublisherLeg, type PublisherLeg } from './publisher-leg.ts';
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

/** What the first seconds are sent at: enough for the middle layer, until the link has been measured. */
const START_BITRATE = 1_000_000;

export async function openRoom(
  room: string,
  { worker, server }: RunningWorker,
  options: SfuOptions,
  tell: (event: SfuEvent) => void,
): Promise<Room> {
  const router = await worker.createRouter({ mediaCodecs });
  const capabilities = usableCapabilities(router.rtpCapabilities);
  const speakers = await watchSpeakers(router, (tracks) => tell({ type: 'speakers', room, tracks }));
  const legs = new Map<string, Promise<PublisherLeg>>();
  const openLegs = new Map<string, PublisherLeg>();
  const sessions = new Map<string, SubscriberSession>();
  /** Ids of all tracks. */
  const tids = new Set<string>();
  let isClosed = false;

  function find({ peer, tid }: TrackRef): Producer | undefined {
    return openLegs.get(peer)?.find(tid);
  }

  function mustFind(track: TrackRef): Producer {
    const producer = find(track);
    if (producer === undefined) throw unknownTrack();
    return producer;
  }

  /** Tells when media can flow, and when it cannot any more. */
  function watchConnection(transport: WebRtcTransport, peer: string, session: string | null): void {
    let last = false;
    const update = (): void => {
      const isUp = ['connected', 'completed'].includes(transport.iceState) && transport.dtlsState === 'connected';
      if (isUp === last) return;
      last = isUp;
      tell({ type: 'connection', room, peer, session, connected: isUp });
    };
    transport.on('icestatechange', update);
    transport.on('dtlsstatechange', update);
  }

  async function connection(peer: string, session: string | null): Promise<WebRtcTransport> {
    const transport = await router.createWebRtcTransport({
      webRtcServer: server,
      preferUdp: true,
      initialAvailableOutgoingBitrate: START_BITRATE,
      enableSctp: session !== null,
    });
    await (session === null
      ? transport.setMaxIncomingBitrate(options.maxIncomingBitrate)
      : transport.setMaxOutgoingBitrate(options.maxOutgoingBitrate));
    watchConnection(transport, peer, session);
    return transport;
  }

  async function openLeg(peer: string): Promise<PublisherLeg> {
    const leg = createPublisherLeg(await connection(peer, null), capabilities, {
      claim(tid) {
        const isFree = !tids.has(tid);
        if (isFree) tids.add(tid);
        return isFree;
      },
      begun: async (tid, producer) => {
        if (producer.kind === 'audio') await speakers.add({ peer, tid }, producer);
      },
      release: (tid) => void tids.delete(tid),
      ended: (tid) => tell({ type: 'trackEnded', room, track: { peer, tid } }),
    });
    openLegs.set(peer, leg);
    return leg;
  }

  function legOf(peer: string): Promise<PublisherLeg> {
    const known = legs.get(peer);
    if (known !== undefined) return known;
    const opening = openLeg(peer);
    legs.set(peer, opening);
    opening.catch(() => legs.delete(peer));
    return opening;
  }

  function closeLeg(peer: string): void {
    const leg = legs.get(peer);
    legs.delete(peer);
    openLegs.get(peer)?.close();
    openLegs.delete(peer);
    // One that is being opened ends as soon as it is open.
    void leg?.then(
      (opened) => {
        opened.close();
        if (openLegs.get(peer) === opened) openLegs.delete(peer);
      },
      () => undefined,
    );
  }

  function closeSession(id: string): void {
    sessions.get(id)?.close();
    sessions.delete(id);
  }

  return {
    publish: async (peer, offerSdp, bindings) => (await legOf(peer)).publish(offerSdp, bindings),
    async subscribe(peer) {
      const id = randomUUID();
      const transport = await connection(peer, id);
      if (isClosed) throw unknownSession();
      const session = createSubscriberSession(peer, transport, {
        capabilities,
        find,
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
      closeLeg(peer);
      for (const [id, session] of sessions) if (session.peer === peer) closeSession(id);
    },
    close() {
      isClosed = true;
      speakers.stop();
      for (const peer of [...legs.keys()]) closeLeg(peer);
      for (const id of [...sessions.keys()]) closeSession(id);
      router.close();
    },
    get legs() {
      return [...openLegs.values()];
    },
    get sessions() {
      return [...sessions.values()];
    },
  };
}
