/** What is used of an RTP packet (RFC 3550 §5.1). */
export interface RtpPacket {
  readonly payloadType: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
  /** Last packet of a picture. */
  readonly hasMarker: boolean;
  readonly payload: Uint8Array;
}

const FIXED_BYTES = 12;

/** Null for what is no RTP packet: RTCP that came to the same port, or noise. */
export function parseRtpPacket(bytes: Buffer): RtpPacket | null {
  if (bytes.length < FIXED_BYTES) return null;
  const [first = 0, second = 0] = bytes;
  // RFC 5761 §4: the types of RTCP packets, where both share a port.
  if (first >> 6 !== 2 || (second >= 192 && second <= 223)) return null;
  let start = FIXED_BYTES + (first & 0x0f) * 4;
  if (first & 0x10) {
    if (bytes.length < start + 4) return null;
    start += 4 + bytes.readUInt16BE(start + 2) * 4;
  }
  const padding = first & 0x20 ? (bytes.at(-1) ?? 0) : 0;
  const end = bytes.length - padding;
  if (start > end) return null;
  return {
    payloadType: second & 0x7f,
    hasMarker: (second & 0x80) !== 0,
    sequence: bytes.readUInt16BE(2),
    timestamp: bytes.readUInt32BE(4),
    ssrc: bytes.readUInt32BE(8),
    payload: bytes.subarray(start, end),
  };
}
