import { parseCidr } from '@sluice/access';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createClientAddress } from './client-address.ts';

const blocks = (...texts: string[]) => texts.flatMap((text) => parseCidr(text) ?? []);
const read = createClientAddress(blocks('10.0.0.0/8', 'fd00::/8'));

describe('the address of a client', () => {
  it('is the peer where no proxy is trusted, whatever the header says', () => {
    const direct = createClientAddress([]);
    expect(direct('203.0.113.7', '198.51.100.1')).toBe('203.0.113.7');
    expect(direct('::ffff:203.0.113.7', '198.51.100.1')).toBe('203.0.113.7');
    expect(read('203.0.113.7', '198.51.100.1')).toBe('203.0.113.7');
  });

  it('is the right-most address that is no proxy of ours, mapped ones as IPv4', () => {
    for (const [peer, header, client] of [
      ['10.0.0.1', '198.51.100.1', '198.51.100.1'],
      ['::ffff:10.0.0.1', '198.51.100.1', '198.51.100.1'],
      ['10.0.0.1', '1.1.1.1, 198.51.100.1 ,10.2.3.4', '198.51.100.1'],
      ['10.0.0.1', 'not an address, 198.51.100.1', '198.51.100.1'],
      ['10.0.0.1', '::ffff:198.51.100.1', '198.51.100.1'],
      ['10.0.0.1', '::ffff:c633:6401, fd00::7', '198.51.100.1'],
      ['fd00::1', '2001:DB8::1', '2001:db8::1'],
      ['10.0.0.1', '10.0.0.9, 10.0.0.8', '10.0.0.9'],
    ] as const) {
      expect(read(peer, header), `${peer} ${header}`).toBe(client);
    }
  });

  it('is the peer where the header cannot be read up to the client', () => {
    for (const header of [
      '',
      ',',
      'unknown',
      '198.51.100.1:4711',
      '010.1.1.1',
      '198.51.100.1, [fd00::1]',
      '1.1.1.1,',
    ]) {
      expect(read('10.0.0.1', header), header).toBe('10.0.0.1');
    }
    expect(read('10.0.0.1', undefined)).toBe('10.0.0.1');
  });

  it('never depends on what the client wrote into the header', () => {
    const hop = fc.oneof(fc.ipV4(), fc.ipV6(), fc.constantFrom('10.1.1.1', 'fd00::5', '', 'x'), fc.string());
    const outside = fc.ipV4().filter((address) => !address.startsWith('10.'));
    const proxies = fc.array(fc.constantFrom('10.1.1.1', 'fd00::5', '::ffff:10.9.9.9'), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(hop), outside, proxies, (forged, client, chain) => {
        expect(read('10.0.0.1', [...forged, client, ...chain].join(', '))).toBe(client);
      }),
    );
  });
});
