import { isIPv6 } from 'node:net';
import type { Consumer, Producer, Router } from 'mediasoup/types';
import type { RtpForwarding, RtpTarget } from '../../../ports/sfu.ts';
import { plainCapabilities } from './media-codecs.ts';

/** RFC 8866, for a receiver that listens at the target. */
function describe(consumer: Consumer, { ip, port, rtcpPort }: RtpTarget): string {
  const [codec] = consumer.rtpParameters.codecs;
  if (codec === undefined) throw new Error('a consumer without a codec');
  const type = codec.payloadType;
  const channels = (codec.channels ?? 1) > 1 ? `/${codec.channels}` : '';
  const parameters = Object.entries((codec.parameters ?? {}) as Record<string, unknown>);
  const family = isIPv6(ip) ? 'IP6' : 'IP4';
  const lines = [
    'v=0',
    `o=- 0 0 IN ${family} ${ip}`,
    's=-',
    `c=IN ${family} ${ip}`,
    't=0 0',
    `m=${consumer.kind} ${port} RTP/AVP ${type}`,
    rtcpPort === undefined ? 'a=rtcp-mux' : `a=rtcp:${rtcpPort}`,
    `a=rtpmap:${type} ${codec.mimeType.split('/')[1]}/${codec.clockRate}${channels}`,
    ...(parameters.length === 0
      ? []
      : [`a=fmtp:${type} ${parameters.map(([name, value]) => `${name}=${value}`).join(';')}`]),
    'a=recvonly',
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/** Sends what a producer brings as plain RTP; the address of our end is of the target's own kind. */
export async function forwardTrack(
  router: Router,
  producer: Producer,
  to: RtpTarget,
  listenIp: string,
): Promise<RtpForwarding> {
  const isNear = to.ip === '::1' || to.ip.startsWith('127.');
  const listenInfo = { protocol: 'udp', ip: isNear ? (isIPv6(to.ip) ? '::1' : '127.0.0.1') : listenIp } as const;
  const transport = await router.createPlainTransport({ listenInfo, rtcpMux: to.rtcpPort === undefined });
  try {
    await transport.connect({
      ip: to.ip,
      port: to.port,
      ...(to.rtcpPort === undefined ? {} : { rtcpPort: to.rtcpPort }),
    });
    const rtpCapabilities = plainCapabilities(router.rtpCapabilities);
    const consumer = await transport.consume({
      producerId: producer.id,
      rtpCapabilities,
      paused: true,
      enableRtx: false,
    });
    consumer.on('producerclose', () => transport.close());
    const [codec] = consumer.rtpParameters.codecs;
    return {
      sdp: describe(consumer, to),
      kind: consumer.kind,
      codec: codec?.mimeType.split('/')[1] ?? '',
      payloadType: codec?.payloadType ?? 0,
      clockRate: codec?.clockRate ?? 0,
      channels: codec?.channels ?? 1,
      ssrc: consumer.rtpParameters.encodings?.[0]?.ssrc ?? 0,
      start: async () => (consumer.closed ? undefined : consumer.resume()),
      requestKeyFrame: async () => (consumer.closed ? undefined : consumer.requestKeyFrame()),
      stop: async () => transport.close(),
    };
  } catch (cause) {
    transport.close();
    throw cause;
  }
}
