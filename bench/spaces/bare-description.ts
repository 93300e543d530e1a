import type { MediaKind, RtpParameters, WebRtcTransport } from 'mediasoup/types';

export interface DescribedMedia {
  readonly kind: MediaKind;
  readonly mid: string;
  readonly parameters: RtpParameters;
}

function mediaLines({ kind, mid, parameters }: DescribedMedia, direction: 'recvonly' | 'sendonly'): string[] {
  const { codecs, headerExtensions = [], encodings = [], rtcp } = parameters;
  const [encoding] = direction === 'sendonly' ? encodings : [];
  const sources = [encoding?.ssrc, encoding?.rtx?.ssrc].flatMap((ssrc) => ssrc ?? []);
  return [
    `m=${kind} 7 UDP/TLS/RTP/SAVPF ${codecs.map(({ payloadType }) => payloadType).join(' ')}`,
    'c=IN IP4 127.0.0.1',
    ...codecs.flatMap(({ payloadType, mimeType, clockRate, channels, parameters: format = {}, rtcpFeedback = [] }) => [
      `a=rtpmap:${payloadType} ${mimeType.split('/')[1]}/${clockRate}${channels === undefined ? '' : `/${channels}`}`,
      ...Object.entries(format as object).map(([name, value]) => `a=fmtp:${payloadType} ${name}=${value}`),
      ...rtcpFeedback.map(({ type, parameter = '' }) => `a=rtcp-fb:${payloadType} ${type} ${parameter}`.trimEnd()),
    ]),
    ...headerExtensions.map(({ id, uri }) => `a=extmap:${id} ${uri}`),
    `a=mid:${mid}`,
    `a=${direction}`,
    ...(sources.length === 2 ? [`a=ssrc-group:FID ${sources.join(' ')}`] : []),
    ...sources.map((ssrc) => `a=ssrc:${ssrc} cname:${rtcp?.cname ?? 'bench'}`),
    ...(direction === 'sendonly' ? [`a=msid:${mid} ${mid}`] : []),
    'a=rtcp-mux',
    'a=rtcp-rsize',
  ];
}

/** What mediasoup-client would make in the browser out of mediasoup's parameters. */
export function describe(
  { iceParameters, iceCandidates, dtlsParameters }: WebRtcTransport,
  media: readonly DescribedMedia[],
  direction: 'recvonly' | 'sendonly',
): string {
  const fingerprint = dtlsParameters.fingerprints.find(({ algorithm }) => algorithm === 'sha-256');
  const connection = [
    `a=setup:${direction === 'recvonly' ? 'passive' : 'actpass'}`,
    `a=ice-ufrag:${iceParameters.usernameFragment}`,
    `a=ice-pwd:${iceParameters.password}`,
    ...iceCandidates
      .filter(({ protocol }) => protocol === 'udp')
      .map(
        ({ foundation, priority, address, port }) =>
          `a=candidate:${foundation} 1 udp ${priority} ${address} ${port} typ host`,
      ),
    'a=end-of-candidates',
  ];
  const lines = [
    'v=0',
    'o=- 1 1 IN IP4 0.0.0.0',
    's=-',
    't=0 0',
    'a=ice-lite',
    `a=fingerprint:sha-256 ${fingerprint?.value}`,
    'a=msid-semantic: WMS *',
    `a=group:BUNDLE ${media.map(({ mid }) => mid).join(' ')}`,
    ...media.flatMap((each) => [...mediaLines(each, direction), ...connection]),
  ];
  return `${lines.join('\r\n')}\r\n`;
}
