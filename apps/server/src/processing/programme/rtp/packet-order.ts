import type { RtpPacket } from './rtp-packet.ts';

/** What is to be taken now. */
export interface OrderedPackets {
  readonly packets: readonly RtpPacket[];
  /** Packets before the first of these will not come any more. */
  readonly hasLoss: boolean;
}

/** Packets of one source in the order of their sending: one that was sent again comes late. */
export interface PacketOrder {
  push(packet: RtpPacket): OrderedPackets;
}

const nothing: OrderedPackets = { packets: [], hasLoss: false };

/** From `a` to `b`, counted around (RFC 3550, appendix A.1). */
const distance = (a: number, b: number): number => ((b - a + 0x18000) & 0xffff) - 0x8000;

/** A gap is waited for until `maxWaiting` later packets are there. */
export function createPacketOrder(maxWaiting: number): PacketOrder {
  const waiting = new Map<number, RtpPacket>();
  let next: number | null = null;

  function takeReady(hasLoss: boolean): OrderedPackets {
    const packets: RtpPacket[] = [];
    for (let packet = waiting.get(next ?? -1); packet !== undefined; packet = waiting.get(next ?? -1)) {
      packets.push(packet);
      waiting.delete(packet.sequence);
      next = (packet.sequence + 1) & 0xffff;
    }
    return { packets, hasLoss };
  }

  return {
    push(packet) {
      next ??= packet.sequence;
      const ahead = distance(next, packet.sequence);
      // Sent twice, or given up already.
      if (ahead < 0 && ahead > -maxWaiting * 4) return nothing;
      // So far away that the source has begun anew.
      const isAnew = Math.abs(ahead) >= maxWaiting * 4;
      if (isAnew) waiting.clear();
      if (isAnew) next = packet.sequence;
      waiting.set(packet.sequence, packet);
      if (waiting.size <= maxWaiting || waiting.has(next)) return takeReady(isAnew);
      const from = next;
      next = [...waiting.keys()].reduce((a, b) => (distance(from, a) <= distance(from, b) ? a : b));
      return takeReady(true);
    },
  };
}
