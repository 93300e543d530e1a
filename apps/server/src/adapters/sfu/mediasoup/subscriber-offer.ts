import type { DtlsParameters, IceParameters, MediaKind, RtpParameters, WebRtcTransport } from 'mediasoup/types';
import { parse } from 'sdp-transform';
import { extractDtlsParameters, RemoteSdp } from './client-sdp.ts';

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
  const { iceParameters, iceCandidates, dtlsParameters, sctpParameters } = transport;
  const end = structuredClone({ iceParameters, iceCandidates, dtlsParameters, sctpParameters });
  const remote = new RemoteSdp(end as never);
  remote.receiveSctpAssociation();
  return {
    add({ mid, kind, tid, parameters }) {
      remote.receive({ mid, kind, offerRtpParameters: parameters as never, streamId: tid, trackId: `${tid}-${mid}` });
    },
    remove: (mid) => void remote.closeMediaSection(mid),
    restartIce: (parameters) => remote.updateIceParameters(parameters as never),
    write: () => remote.getSdp(),
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
