import {
  RTCPeerConnection,
  RTCRtpCodecParameters,
  useAbsSendTime,
  useAudioLevelIndication,
  useOPUS,
  useSdesMid,
  useTransportWideCC,
  useVP8,
} from 'werift';
import type { Fingerprint } from './client-calls.ts';

/** What a publisher names its formats by; both engines are told of these. */
export const payloadTypes = { opus: 111, vp8: 96, rtx: 97 } as const;
/** In this order, as the client numbers them. */
export const extensionIds = { audioMid: 1, audioLevel: 2, videoMid: 3, absSendTime: 4, transportWideCc: 5 } as const;

const feedback = [
  { type: 'nack' },
  { type: 'nack', parameter: 'pli' },
  { type: 'ccm', parameter: 'fir' },
  { type: 'transport-cc' },
];

/** A WebRTC connection that wants what a browser wants of it, over UDP on the loopback. */
export const openClientConnection = (): RTCPeerConnection =>
  new RTCPeerConnection({
    codecs: {
      audio: [useOPUS({ payloadType: payloadTypes.opus })],
      video: [
        useVP8({ payloadType: payloadTypes.vp8, rtcpFeedback: feedback }),
        new RTCRtpCodecParameters({
          mimeType: 'video/rtx',
          clockRate: 90_000,
          payloadType: payloadTypes.rtx,
          parameters: `apt=${payloadTypes.vp8}`,
        }),
      ],
    },
    headerExtensions: {
      audio: [useSdesMid(), useAudioLevelIndication()],
      video: [useSdesMid(), useAbsSendTime(), useTransportWideCC()],
    },
    iceServers: [],
    iceUseIpv6: false,
    iceUseTcp: false,
    iceAdditionalHostAddresses: ['127.0.0.1'],
    bundlePolicy: 'max-bundle',
  });

export function fingerprintOf(connection: RTCPeerConnection): Fingerprint {
  const [own] = connection.dtlsTransports[0]?.localParameters.fingerprints ?? [];
  if (own === undefined) throw new Error('a connection without a certificate');
  return { algorithm: own.algorithm, value: own.value };
}

/** Resolves once media can flow. */
export function connected(connection: RTCPeerConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (state: string): void => {
      if (state === 'connected') resolve();
      if (state === 'failed') reject(new Error('the connection failed'));
    };
    connection.connectionStateChange.subscribe(look);
    look(connection.connectionState);
  });
}
