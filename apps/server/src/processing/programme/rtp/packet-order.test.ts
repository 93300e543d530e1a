import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPacketOrder, type OrderedPackets } from './packet-order.ts';

const packet = (sequence: number) => ({
  ...{ sequence: sequence & 0xffff, payloadType: 96, timestamp: 0, ssrc: 1, hasMarker: false },
  payload: new Uint8Array(),
});
const sequences = ({ packets }: OrderedPackets) => packets.map(({ sequence }) => sequence);

describe('packets of one source', () => {
  it('come out in order, each once, as long as none is missing for good', () => {
    const starts = fc.integer({ min: 0, max: 0xffff });
    const delays = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 2, maxLength: 80 });
    fc.assert(
      fc.property(starts, delays, (start, late) => {
        const order = createPacketOrder(16);
        // The first one tells where the source begins.
        const sent = late
          .map((delay, index) => ({ at: index === 0 ? 0 : index + delay, index }))
          .sort((a, b) => a.at - b.at || a.index - b.index);
        const got = sent.flatMap(({ index }) => {
          const taken = order.push(packet(start + index));
          expect(taken.hasLoss).toBe(false);
          return sequences(taken).concat(sequences(order.push(packet(start + index))));
        });
        expect(got).toEqual(late.map((_, index) => (start + index) & 0xffff));
      }),
    );
  });

  it('are waited for only until enough others are there', () => {
    const order = createPacketOrder(3);
    order.push(packet(1));
    expect([3, 4, 5].flatMap((sequence) => sequences(order.push(packet(sequence))))).toEqual([]);
    expect(order.push(packet(6))).toMatchObject({ hasLoss: true });
    expect(sequences(order.push(packet(7)))).toEqual([7]);
    expect(sequences(order.push(packet(2)))).toEqual([]);
  });

  it('begin anew where the source does', () => {
    const order = createPacketOrder(3);
    order.push(packet(1));
    expect(order.push(packet(30_000))).toMatchObject({ hasLoss: true, packets: [{ sequence: 30_000 }] });
    expect(sequences(order.push(packet(30_001)))).toEqual([30_001]);
  });
});
