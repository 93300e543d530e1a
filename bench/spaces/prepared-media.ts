/** Bytes of one RTP payload: what fits into a datagram everywhere. */
const PAYLOAD_BYTES = 1040;
/** A whole picture is so many times as large as a change. */
const KEY_FRAME_FACTOR = 4;
export const FRAMES_PER_SECOND = 30;
/** Opus at some 32 kbit/s, 20 ms each. */
const AUDIO_BYTES = 80;
/** Where the time of sending stands in a payload of video. */
const TIME_OFFSET = 16;

/** VP8's descriptor with a picture id of 15 bits (RFC 7741 §4.2), then the head of the frame (RFC 6386 §9.1). */
function videoPayload(bytes: number, pictureId: number, isFirst: boolean, isKey: boolean): Buffer {
  const payload = Buffer.alloc(Math.max(bytes, TIME_OFFSET + 8), 0x55);
  payload.writeUInt8(isFirst ? 0x90 : 0x80, 0);
  payload.writeUInt8(0x80, 1);
  payload.writeUInt16BE(0x8000 | (pictureId & 0x7fff), 2);
  if (isFirst) {
    payload.writeUInt8(isKey ? 0x10 : 0x11, 4);
    if (isKey) Buffer.from([0, 0, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0x68, 0x01]).copy(payload, 5);
  }
  return payload;
}

/** The payloads of one frame, without their times. */
export function videoFrame(bitsPerSecond: number, pictureId: number, isKey: boolean): Buffer[] {
  const bytes = Math.round(bitsPerSecond / 8 / FRAMES_PER_SECOND) * (isKey ? KEY_FRAME_FACTOR : 1);
  const count = Math.ceil(bytes / PAYLOAD_BYTES);
  return Array.from({ length: count }, (_, index) =>
    videoPayload(Math.round(bytes / count), pictureId, index === 0, isKey),
  );
}

export const audioPayload = (): Buffer => Buffer.alloc(AUDIO_BYTES, 0x78);

/** Times are those of one clock for all processes of a machine. */
export const writeTime = (payload: Buffer): void => void payload.writeBigUInt64BE(process.hrtime.bigint(), TIME_OFFSET);
export const ageMs = (payload: Buffer): number =>
  Number(process.hrtime.bigint() - payload.readBigUInt64BE(TIME_OFFSET)) / 1e6;

export const beginsKeyFrame = (payload: Buffer): boolean =>
  (payload.readUInt8(0) & 0x10) !== 0 && (payload.readUInt8(4) & 1) === 0;
