import type { Consumer, Producer, RtpCapabilities, WebRtcTransport } from 'mediasoup/types';
import { createWorkQueue } from '../../../platform/work-queue.ts';
import type { Offer, TrackRef, VideoLayer } from '../../../ports/sfu.ts';
import { badSdp, unknownSession, unknownTrack } from './sfu-errors.ts';
import { createSubscriberOffer, type ReadAnswer, readAnswer } from './subscriber-offer.ts';
import { trackKey } from './track-key.ts';

/** What one peer receives: one connection, where we offer. */
export interface SubscriberSession {
  readonly peer: string;
  /** The offer that the session opens with. */
  readonly firstOffer: Offer;
  setTracks(tracks: readonly TrackRef[]): Promise<Offer | null>;
  answer(sdp: string): Promise<Offer | null>;
  restartIce(): Promise<Offer | null>;
  setPaused(track: TrackRef, paused: boolean): Promise<void>;
  setPreferredLayer(track: TrackRef, layer: VideoLayer | null): Promise<void>;
  requestKeyFrame(track: TrackRef): Promise<void>;
  readonly trackCount: number;
  close(): void;
}

export interface SubscriberSurroundings {
  readonly capabilities: RtpCapabilities;
  find(track: TrackRef): Producer | undefined;
  layersChanged(track: TrackRef, layer: VideoLayer | null): void;
}

interface Received {
  readonly track: TrackRef;
  readonly consumer: Consumer;
  /** By `setPaused`: does not flow even when it is negotiated. */
  isHeld: boolean;
  isNegotiated: boolean;
}

const HIGHEST: VideoLayer = { spatial: 9, temporal: 9 };

const toLayer = (layers: { spatialLayer: number; temporalLayer?: number } | undefined): VideoLayer | null =>
  layers === undefined ? null : { spatial: layers.spatialLayer, temporal: layers.temporalLayer ?? 0 };

export function createSubscriberSession(
  peer: string,
  transport: WebRtcTransport,
  around: SubscriberSurroundings,
): SubscriberSession {
  const offer = createSubscriberOffer(transport);
  const received = new Map<string, Received>();
  const turns = createWorkQueue(1);
  let wanted: readonly TrackRef[] = [];
  let isConnected = false;
  let awaitsAnswer = true;
  /** ICE is to start again with the next offer. */
  let restarts = false;

  function drop(): boolean {
    const keys = new Set(wanted.map(trackKey));
    const gone = [...received].filter(([key, { consumer }]) => consumer.closed || !keys.has(key));
    for (const [key, { consumer }] of gone) {
      offer.remove(consumer.rtpParameters.mid ?? '');
      consumer.close();
      received.delete(key);
    }
    return gone.length > 0;
  }

  async function consume(track: TrackRef, producer: Producer): Promise<Received> {
    const { capabilities: rtpCapabilities } = around;
    const consumer = await transport.consume({ producerId: producer.id, rtpCapabilities, paused: true });
    consumer.on('layerschange', (layers) => around.layersChanged(track, toLayer(layers)));
    return { track, consumer, isHeld: false, isNegotiated: false };
  }

  async function take(): Promise<boolean> {
    const missing = wanted.filter((track) => !received.has(trackKey(track)));
    const taken = await Promise.all(
      missing.map((track) => {
        const producer = around.find(track);
        return producer === undefined ? undefined : consume(track, producer).catch(() => undefined);
      }),
    );
    if (transport.closed) throw unknownSession();
    for (const item of taken) {
      if (item === undefined) continue;
      const { track, consumer } = item;
      received.set(trackKey(track), item);
      const { kind, rtpParameters: parameters } = consumer;
      offer.add({ mid: parameters.mid ?? '', kind, tid: track.tid, parameters });
    }
    return taken.some((item) => item !== undefined);
  }

  /** The offer of what is wanted now, unless one is on its way or nothing has changed. */
  async function nextOffer(): Promise<Offer | null> {
    if (awaitsAnswer) return null;
    const isRestarting = restarts;
    if (isRestarting) offer.restartIce(await transport.restartIce());
    restarts = false;
    const hasLess = drop();
    const hasMore = await take();
    if (!hasLess && !hasMore && !isRestarting) return null;
    awaitsAnswer = true;
    return { offerSdp: offer.write() };
  }

  async function apply({ dtlsParameters, accepted }: ReadAnswer): Promise<void> {
    if (!isConnected) await transport.connect({ dtlsParameters });
    isConnected = true;
    for (const item of received.values()) {
      if (item.isNegotiated || !accepted.has(item.consumer.rtpParameters.mid ?? '')) continue;
      item.isNegotiated = true;
      if (!item.isHeld && !item.consumer.closed) await item.consumer.resume();
    }
  }

  const inTurn = <T>(work: () => Promise<T>): Promise<T> =>
    turns.run(() => {
      if (transport.closed) throw unknownSession();
      return work();
    });

  function receivedOf(track: TrackRef): Received {
    const found = received.get(trackKey(track));
    if (found === undefined || found.consumer.closed) throw unknownTrack();
    return found;
  }

  return {
    peer,
    firstOffer: { offerSdp: offer.write() },
    setTracks: (tracks) =>
      inTurn(() => {
        wanted = [...new Map(tracks.map((track) => [trackKey(track), track])).values()];
        return nextOffer();
      }),
    answer: (sdp) =>
      inTurn(async () => {
        try {
          await apply(readAnswer(sdp));
        } catch (cause) {
          throw transport.closed ? unknownSession() : badSdp(cause);
        }
        awaitsAnswer = false;
        return nextOffer();
      }),
    restartIce: () =>
      inTurn(() => {
        restarts = true;
        return nextOffer();
      }),
    setPaused: (track, paused) =>
      inTurn(async () => {
        const item = receivedOf(track);
        item.isHeld = paused;
        if (paused) await item.consumer.pause();
        else if (item.isNegotiated) await item.consumer.resume();
      }),
    setPreferredLayer: (track, layer) =>
      inTurn(async () => {
        const { spatial, temporal } = layer ?? HIGHEST;
        await receivedOf(track).consumer.setPreferredLayers({ spatialLayer: spatial, temporalLayer: temporal });
      }),
    requestKeyFrame: (track) => inTurn(() => receivedOf(track).consumer.requestKeyFrame()),
    get trackCount() {
      return received.size;
    },
    close: () => transport.close(),
  };
}
