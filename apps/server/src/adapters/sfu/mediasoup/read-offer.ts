import type { DtlsParameters, MediaKind, RtpCapabilities, RtpParameters } from 'mediasoup/types';
import { type MediaDescription, parse, type SessionDescription } from 'sdp-transform';
import {
  extractDtlsParameters,
  extractRtpCapabilities,
  getExtendedRtpCapabilities,
  getRtpEncodings,
  getSendingRemoteRtpParameters,
  getSendingRtpParameters,
  reduceCodecs,
  validateAndNormalizeRtpCapabilities,
} from './client-sdp.ts';

/** An m-line that we can receive, whether or not the browser sends on it now. */
export interface OfferedMedia {
  readonly mid: string;
  readonly kind: MediaKind;
  readonly sends: boolean;
  readonly rids: readonly string[];
  /** What the browser will send. */
  readonly sent: RtpParameters;
  /** The same as the answer tells it. */
  readonly answered: RtpParameters;
  readonly description: MediaDescription;
}

export interface ReadOffer {
  /** All m-lines in their order, those too that are refused. */
  readonly descriptions: readonly MediaDescription[];
  readonly media: readonly OfferedMedia[];
  readonly dtlsParameters: DtlsParameters;
  /** Changes when the browser wants ICE to start again (RFC 8839 §4.4.1.1.1). */
  readonly iceUfrag: string;
}

type Extended = ReturnType<typeof getExtendedRtpCapabilities>;

/** A port of 0 refuses an m-line, but for one that only waits to be bundled (RFC 9143 §6). */
const isRefused = (line: MediaDescription): boolean =>
  line.port === 0 && (line as { bundleOnly?: unknown }).bundleOnly === undefined;

const hasSsrc = ({ ssrcs }: MediaDescription): boolean => (ssrcs ?? []).some(({ id }) => Boolean(id));

/** The rids that are sent; alternatives and those that begin paused count as well (RFC 8853 §5.1). */
function ridsOf({ simulcast }: MediaDescription): string[] {
  const sent = simulcast?.dir1 === 'send' ? simulcast.list1 : simulcast?.dir2 === 'send' ? simulcast.list2 : undefined;
  return (sent ?? '').split(/[;,]/).flatMap((rid) => rid.replace('~', '') || []);
}

function encodingsOf(line: MediaDescription, rids: readonly string[], sent: RtpParameters) {
  if (rids.length > 0) return rids.map((rid) => ({ rid, scalabilityMode: 'L1T3' }));
  // Without a source named in the offer its packets are known by their mid.
  if (!hasSsrc(line)) return [{}];
  return getRtpEncodings({ offerMediaObject: line, codecs: sent.codecs as never });
}

/** Null where no codec of ours is among those of the m-line. */
function readMedia(line: MediaDescription, extended: Extended): OfferedMedia | null {
  const kind = line.type as MediaKind;
  const parameters = getSendingRtpParameters(kind, extended);
  const answered = getSendingRemoteRtpParameters(kind, extended);
  if (parameters.codecs.length === 0) return null;
  parameters.codecs = reduceCodecs(parameters.codecs);
  answered.codecs = reduceCodecs(answered.codecs);
  const mid = String(line.mid);
  const rids = ridsOf(line);
  const sends = line.direction === undefined || line.direction === 'sendonly' || line.direction === 'sendrecv';
  const sent = { ...parameters, mid } as unknown as RtpParameters;
  const encodings = sends ? encodingsOf(line, rids, sent) : [];
  return { mid, kind, sends, rids, sent: { ...sent, encodings }, answered: answered as never, description: line };
}

function iceUfragOf(offer: SessionDescription): string {
  const ufrag = offer.iceUfrag ?? offer.media.find(({ iceUfrag }) => iceUfrag !== undefined)?.iceUfrag;
  if (ufrag === undefined) throw new Error('the offer has no a=ice-ufrag');
  return ufrag;
}

/** What a publisher's offer means to a room of these capabilities. Throws on what is no such offer. */
export function readOffer(sdp: string, capabilities: RtpCapabilities): ReadOffer {
  const offer = parse(sdp);
  const local = extractRtpCapabilities({ sdpObject: offer });
  validateAndNormalizeRtpCapabilities(local);
  const extended = getExtendedRtpCapabilities(local, capabilities as never, true);
  const isMedia = (line: MediaDescription) => line.type === 'audio' || line.type === 'video';
  const media = offer.media
    .filter((line) => isMedia(line) && !isRefused(line) && line.mid !== undefined)
    .flatMap((line) => readMedia(line, extended) ?? []);
  const dtlsParameters = extractDtlsParameters({ sdpObject: offer }) as DtlsParameters;
  return { descriptions: offer.media, media, dtlsParameters, iceUfrag: iceUfragOf(offer) };
}
