import type { DtlsParameters, IceParameters, MediaKind, RtpParameters, WebRtcTransport } from 'mediasoup/types';
import { parse, write } from 'sdp-transform';
import { extractDtlsParameters, RemoteSdp } from './client-sdp.ts';
import { localEnd } from './local-end.ts';

export interface SentMedia {
  readonly mid: string;
  readonly kind: MediaKind;
  /** Of the track: the id of its stream. */
  readonly tid: string;
  readonly parameters: RtpParameters;
}

/** The offer of one subscriber through all its changes. Its first m-line, a data channel, carries the others. */
export interface SubscriberOffer {
  add(media: SentMedia): void;
  remove(mid: string): void;
  restartIce(parameters: IceParameters): void;
  write(): string;
}

export function createSubscriberOffer(transport: WebRtcTransport): SubscriberOffer {
  const remote = new RemoteSdp({ ...localEnd(transport), sctpParameters: transport.sctpParameters } as never);
  remote.receiveSctpAssociation();
  return {
    add({ mid, kind, tid, parameters }) {
      remote.receive({ mid, kind, offerRtpParameters: parameters as never, streamId: tid, trackId: `${tid}-${mid}` });
    },
    remove: (mid) => void remote.closeMediaSection(mid),
    restartIce: (parameters) => remote.updateIceParameters(parameters as never),
    write: () => {
      const offer = parse(remote.getSdp());
      offer.origin.username = '-';
      // Of a track that is gone nothing remains but its m-line, until another one takes that.
      for (const line of offer.media) if (line.port === 0) delete line.msid;
      return write(offer);
    },
  };
}

export interface ReadAnswer {
  readonly dtlsParameters: DtlsParameters;
  /** The m-lines that the browser takes. */
  readonly accepted: ReadonlySet<string>;
}

/** Throws on what is no answer. */
export function readAnswer(sdp: string): ReadAnswer {
  const answer = parse(sdp);
  const accepted = answer.media.filter(({ port, direction }) => port !== 0 && direction !== 'inactive');
  return {
    dtlsParameters: extractDtlsParameters({ sdpObject: answer }) as DtlsParameters,
    accepted: new Set(accepted.map(({ mid }) => String(mid))),
  };
}
