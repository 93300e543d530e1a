import type { WebRtcTransport } from 'mediasoup/types';
import { type MediaDescription, parse, write } from 'sdp-transform';
import { RemoteSdp } from './client-sdp.ts';
import { localEnd } from './local-end.ts';
import type { ReadOffer } from './read-offer.ts';

/** kbit/s that a browser begins with: at its own 300 the large layers of a simulcast track come half a minute late. */
const START_KILOBITS = 1000;

const refusal = ({ type, protocol, payloads, mid }: MediaDescription): MediaDescription =>
  ({ type, protocol, payloads, mid, port: 0, direction: 'inactive', rtp: [], fmtp: [] }) as MediaDescription;

/** The answer that receives the m-lines of `mids`, keeps the other usable ones inactive and refuses the rest. */
export function writeAnswer(
  offer: ReadOffer,
  transport: WebRtcTransport,
  mids: ReadonlySet<string>,
  version: number,
): string {
  const remote = new RemoteSdp(localEnd(transport) as never);
  remote.updateDtlsRole('server');
  for (const { mid, kind, sent, answered, description } of offer.media) {
    remote.send({
      offerMediaObject: description,
      offerRtpParameters: structuredClone(sent) as never,
      answerRtpParameters: answered as never,
      codecOptions: kind === 'video' ? { videoGoogleStartBitrate: START_KILOBITS } : { opusFec: true },
    });
    if (!mids.has(mid)) remote.pauseMediaSection(mid);
  }
  const answer = parse(remote.getSdp());
  const lines = new Map(answer.media.map((line) => [String(line.mid), line]));
  answer.media = offer.descriptions.map((line) => lines.get(String(line.mid)) ?? refusal(line)) as typeof answer.media;
  Object.assign(answer.origin, { username: '-', sessionVersion: version });
  return write(answer);
}
