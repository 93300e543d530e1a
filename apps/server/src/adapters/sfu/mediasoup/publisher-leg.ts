import { randomUUID } from 'node:crypto';
import type { Producer, RtpCapabilities, WebRtcTransport } from 'mediasoup/types';
import { createWorkQueue } from '../../../platform/work-queue.ts';
import type { PublishAnswer, PublishedTrack, TrackBinding } from '../../../ports/sfu.ts';
import { SluiceError } from '../../../ports/sluice-error.ts';
import { type OfferedMedia, type ReadOffer, readOffer } from './read-offer.ts';
import { badSdp, badTrackId, trackTaken, unknownSession } from './sfu-errors.ts';
import { writeAnswer } from './write-answer.ts';

/** What one peer sends: one connection, where the browser offers. */
export interface PublisherLeg {
  publish(offerSdp: string, bindings: readonly TrackBinding[] | undefined): Promise<PublishAnswer>;
  find(tid: string): Producer | undefined;
  readonly trackCount: number;
  close(): void;
}

export interface PublisherLegEvents {
  /** False where another peer of the room has a track of this id. */
  claim(tid: string): boolean;
  release(tid: string): void;
  begun(tid: string, producer: Producer): Promise<void>;
  ended(tid: string): void;
}

interface Published {
  readonly track: PublishedTrack;
  readonly producer: Producer;
}

/** One token of `a=msid` (RFC 8830 §2). */
const trackId = /^[A-Za-z0-9!#$%&'*+.^_`{|}~-]{1,64}$/;

/** Every m-line that is to be received, with the id of its track. */
function wantedTracks(
  offer: ReadOffer,
  published: ReadonlyMap<string, Published>,
  bindings: readonly TrackBinding[] | undefined,
): ReadonlyMap<string, { media: OfferedMedia; tid: string }> {
  const bound = new Map(bindings?.map(({ mid, tid }) => [mid, tid]));
  const wanted = offer.media.flatMap((media) => {
    const known = bound.get(media.mid) ?? published.get(media.mid)?.track.tid;
    const tid = known ?? (bindings === undefined ? randomUUID() : undefined);
    return media.sends && tid !== undefined ? [[media.mid, { media, tid }] as const] : [];
  });
  const ids = wanted.map(([, { tid }]) => tid);
  if (new Set(ids).size !== ids.length || !ids.every((tid) => trackId.test(tid))) throw badTrackId();
  return new Map(wanted);
}

export function createPublisherLeg(
  transport: WebRtcTransport,
  capabilities: RtpCapabilities,
  events: PublisherLegEvents,
): PublisherLeg {
  const published = new Map<string, Published>();
  const turns = createWorkQueue(1);
  let iceUfrag: string | undefined;
  let version = 0;

  function end(mid: string): void {
    const tid = published.get(mid)?.track.tid;
    published.get(mid)?.producer.close();
    published.delete(mid);
    if (tid === undefined) return;
    events.release(tid);
    events.ended(tid);
  }

  async function begin({ mid, kind, rids, sent }: OfferedMedia, tid: string): Promise<void> {
    if (!events.claim(tid)) throw trackTaken();
    const producer = await transport.produce({ kind, rtpParameters: sent }).catch((cause) => {
      events.release(tid);
      throw cause;
    });
    published.set(mid, { track: { mid, tid, kind, rids }, producer });
    await events.begun(tid, producer);
  }

  /** The first offer connects; later ones may ask for ICE to start again. */
  async function connect(offer: ReadOffer): Promise<void> {
    if (iceUfrag === undefined) {
      await transport.connect({ dtlsParameters: { ...offer.dtlsParameters, role: 'client' } });
    } else if (iceUfrag !== offer.iceUfrag) {
      await transport.restartIce();
    }
    iceUfrag = offer.iceUfrag;
  }

  async function apply(offer: ReadOffer, bindings: readonly TrackBinding[] | undefined): Promise<PublishAnswer> {
    const wanted = wantedTracks(offer, published, bindings);
    await connect(offer);
    for (const [mid, { track }] of published) if (wanted.get(mid)?.tid !== track.tid) end(mid);
    for (const [mid, { media, tid }] of wanted) if (!published.has(mid)) await begin(media, tid);
    version += 1;
    const answerSdp = writeAnswer(offer, transport, new Set(wanted.keys()), version);
    return { answerSdp, tracks: [...published.values()].map(({ track }) => track) };
  }

  function read(offerSdp: string): ReadOffer {
    try {
      return readOffer(offerSdp, capabilities);
    } catch (cause) {
      throw badSdp(cause);
    }
  }

  return {
    publish: (offerSdp, bindings) =>
      turns.run(async () => {
        if (transport.closed) throw unknownSession();
        const offer = read(offerSdp);
        try {
          return await apply(offer, bindings);
        } catch (cause) {
          if (transport.closed) throw unknownSession();
          // All that mediasoup refuses here came out of the offer: sources named twice, codecs that contradict each other.
          throw cause instanceof SluiceError ? cause : badSdp(cause);
        }
      }),
    find: (tid) => [...published.values()].find(({ track }) => track.tid === tid)?.producer,
    get trackCount() {
      return published.size;
    },
    close() {
      for (const mid of [...published.keys()]) end(mid);
      transport.close();
    },
  };
}
