// mediasoup by its own API and nothing beside it: as little as an application can do for the same media.
import { createWorker } from 'mediasoup';
import type { Consumer, Producer, Router, RtpCapabilities, RtpParameters, WebRtcTransport } from 'mediasoup/types';
import { mediaCodecs } from '../../apps/server/src/adapters/sfu/mediasoup/media-codecs.ts';
import { answerParent } from './ask-child.ts';
import { describe } from './bare-description.ts';
import type { ClientOffer } from './client-calls.ts';
import { extensionIds, payloadTypes } from './client-connection.ts';
import type { EngineCalls } from './engine-calls.ts';

interface Session {
  readonly transport: WebRtcTransport;
  readonly consumers: readonly Consumer[];
}

const uris = {
  mid: 'urn:ietf:params:rtp-hdrext:sdes:mid',
  audioLevel: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  absSendTime: 'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  transportWideCc: 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
} as const;

const workerBin = process.env.MEDIASOUP_WORKER_BIN ?? '';
const worker = await createWorker(workerBin === '' ? {} : { workerBin });
const listenInfos = (['udp', 'tcp'] as const).map((protocol) => ({ protocol, ip: '127.0.0.1', port: 0 }));
const webRtcServer = await worker.createWebRtcServer({ listenInfos });
const routers = new Map<string, Promise<Router>>();
const producers = new Map<string, readonly Producer[]>();
const sessions = new Map<string, Session>();

function routerOf(room: string): Promise<Router> {
  const router = routers.get(room) ?? worker.createRouter({ mediaCodecs });
  routers.set(room, router);
  return router;
}

const openTransport = (router: Router): Promise<WebRtcTransport> =>
  router.createWebRtcTransport({ webRtcServer, preferUdp: true, initialAvailableOutgoingBitrate: 1_000_000 });

/** What the client can receive, as mediasoup-client would tell it. */
const clientCapabilities = ({ rtpCapabilities: { codecs, headerExtensions = [] } }: Router): RtpCapabilities => ({
  codecs: codecs ?? [],
  headerExtensions: headerExtensions.filter(({ uri }) => Object.values(uris).some((known) => known === uri)),
});

function audioParameters({ audioSsrc }: ClientOffer): RtpParameters {
  return {
    mid: '0',
    codecs: [{ mimeType: 'audio/opus', payloadType: payloadTypes.opus, clockRate: 48_000, channels: 2 }],
    headerExtensions: [
      { uri: uris.mid, id: extensionIds.audioMid },
      { uri: uris.audioLevel, id: extensionIds.audioLevel },
    ],
    encodings: [{ ssrc: audioSsrc }],
    rtcp: { cname: 'bench' },
  };
}

function videoParameters({ videoSsrc, videoRtxSsrc }: ClientOffer): RtpParameters {
  const { vp8, rtx } = payloadTypes;
  const rtcpFeedback = [
    { type: 'nack' },
    { type: 'nack', parameter: 'pli' },
    { type: 'ccm', parameter: 'fir' },
    { type: 'transport-cc' },
  ];
  return {
    mid: '1',
    codecs: [
      { mimeType: 'video/VP8', payloadType: vp8, clockRate: 90_000, rtcpFeedback },
      { mimeType: 'video/rtx', payloadType: rtx, clockRate: 90_000, parameters: { apt: vp8 } },
    ],
    headerExtensions: [
      { uri: uris.mid, id: extensionIds.videoMid },
      { uri: uris.absSendTime, id: extensionIds.absSendTime },
      { uri: uris.transportWideCc, id: extensionIds.transportWideCc },
    ],
    encodings: [{ ssrc: videoSsrc, rtx: { ssrc: videoRtxSsrc } }],
    rtcp: { cname: 'bench' },
  };
}

const calls: EngineCalls = {
  async publish(room, peer, offer) {
    const transport = await openTransport(await routerOf(room));
    await transport.connect({ dtlsParameters: { role: 'client', fingerprints: [offer.fingerprint as never] } });
    const [audio, video] = [audioParameters(offer), videoParameters(offer)];
    const made = await Promise.all([
      transport.produce({ kind: 'audio', rtpParameters: audio }),
      transport.produce({ kind: 'video', rtpParameters: video }),
    ]);
    producers.set(`${room} ${peer}`, made);
    const media = [
      { kind: 'audio', mid: '0', parameters: audio },
      { kind: 'video', mid: '1', parameters: video },
    ] as const;
    return describe(transport, media, 'recvonly');
  },
  async join(room, _peer, publishers) {
    const router = await routerOf(room);
    const transport = await openTransport(router);
    const rtpCapabilities = clientCapabilities(router);
    const wanted = publishers.flatMap((each) => producers.get(`${room} ${each}`) ?? []);
    const consumers = await Promise.all(
      wanted.map(({ id }) => transport.consume({ producerId: id, rtpCapabilities, paused: true })),
    );
    sessions.set(transport.id, { transport, consumers });
    const media = consumers.map(({ kind, rtpParameters }) => ({
      kind,
      mid: rtpParameters.mid ?? '',
      parameters: rtpParameters,
    }));
    return { session: transport.id, offerSdp: describe(transport, media, 'sendonly') };
  },
  async answer(session, { fingerprint }) {
    const known = sessions.get(session);
    await known?.transport.connect({ dtlsParameters: { role: 'client', fingerprints: [fingerprint as never] } });
    await Promise.all(known?.consumers.map((consumer) => consumer.resume()) ?? []);
    return null;
  },
  async leave(session) {
    sessions.get(session)?.transport.close();
    sessions.delete(session);
  },
  async closeRoom(room) {
    (await routers.get(room))?.close();
    routers.delete(room);
  },
};
answerParent(calls, async () => worker.close());
