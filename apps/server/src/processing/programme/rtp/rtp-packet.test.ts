import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRtpPacket } from './rtp-packet.ts';

const header = [0x80, 0xe0, 0x12, 0x34, 0, 0, 0, 7, 0, 0, 0, 9];
const parse = (...bytes: readonly number[]) => parseRtpPacket(Buffer.from(bytes));

describe('parseRtpPacket', () => {
  it('reads the fields that are used', () => {
    const expected = { payloadType: 96, sequence: 0x1234, timestamp: 7, ssrc: 9, hasMarker: true };
    expect(parse(...header, 1, 2)).toEqual({ ...expected, payload: Buffer.from([1, 2]) });
  });

  it('leaves out contributing sources, extensions and padding', () => {
    const [, ...rest] = header;
    const extended = parse(0xb1, ...rest, 0, 0, 0, 1, 0xbe, 0xde, 0, 1, 0, 0, 0, 0, 5, 6, 0, 2);
    expect(extended?.payload).toEqual(Buffer.from([5, 6]));
  });

  it('takes RTCP and other versions for nothing', () => {
    expect(parse(0x80, 200, ...header.slice(2))).toBeNull();
    expect(parse(0x40, ...header.slice(1))).toBeNull();
  });

  it('never fails, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const packet = parseRtpPacket(Buffer.from(bytes));
        expect(packet === null || packet.payload.length <= bytes.length - 12).toBe(true);
      }),
    );
  });
});
