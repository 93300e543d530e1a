import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { RtpForwarding, Sfu, TrackRef } from '../../../ports/sfu.ts';
import { parseRtpPacket, type RtpPacket } from './rtp-packet.ts';

/** A track that arrives here. */
export interface ReceivedTrack {
  readonly forwarding: RtpForwarding;
  stop(): void;
}

export interface ReceivedFrom {
  readonly sfu: Pick<Sfu, 'forwardRtp'>;
  readonly room: string;
  readonly track: TrackRef;
}

const LOOPBACK = '127.0.0.1';
/** A key frame of a large screen comes all at once. */
const RECEIVE_BUFFER_BYTES = 2 * 1024 * 1024;

/**
 * Has the media server send a track to a socket of this process. Packets of another source or type than was agreed upon
 * are not looked at. `take` is told once what comes and gives who takes the packets; then the media begins.
 */
export async function receiveRtp(
  { sfu, room, track }: ReceivedFrom,
  open: (forwarding: RtpForwarding) => Promise<(packet: RtpPacket) => void>,
): Promise<ReceivedTrack> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: RECEIVE_BUFFER_BYTES });
  let forwarding: RtpForwarding | null = null;
  try {
    socket.bind(0, LOOPBACK);
    await once(socket, 'listening');
    const found = await sfu.forwardRtp(room, track, { ip: LOOPBACK, port: socket.address().port });
    forwarding = found;
    const take = await open(found);
    socket.on('message', (message) => {
      const packet = parseRtpPacket(message);
      if (packet?.ssrc === found.ssrc && packet.payloadType === found.payloadType) take(packet);
    });
    socket.on('error', () => undefined);
    await found.start();
    return {
      forwarding: found,
      stop() {
        socket.close();
        // The track, or its whole room, may have gone first.
        found.stop().catch(() => undefined);
      },
    };
  } catch (error) {
    socket.close();
    await forwarding?.stop().catch(() => undefined);
    throw error;
  }
}
