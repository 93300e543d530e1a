import { BlockList, isIP, isIPv4 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesAnyCidr, parseCidr } from './cidr.ts';
import { parseIpAddress } from './ip-address.ts';

function matches(cidr: string, address: string): boolean {
  const parsed = parseCidr(cidr);
  if (parsed === null) throw new Error('the block must parse');
  return matchesAnyCidr([parsed], address);
}

describe('addresses', () => {
  it('accepts exactly the addresses that Node accepts, zones apart', () => {
    const pieces = fc.constantFrom(
      '0',
      '1',
      '255',
      '256',
      '01',
      'ffff',
      'A',
      '12345',
      ':',
      '::',
      '.',
      '.1',
      ':1',
      '1.2.3.4',
      'g',
    );
    const texts = fc.oneof(
      fc.array(pieces, { maxLength: 10 }).map((parts) => parts.join('')),
      fc.ipV4(),
      fc.ipV6(),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(parseIpAddress(text) !== null).toBe(isIP(text) !== 0);
      }),
      { numRuns: 5000 },
    );
  });

  it('takes an IPv4-mapped address as its IPv4 address', () => {
    expect(parseIpAddress('::ffff:203.0.113.7')).toEqual(parseIpAddress('203.0.113.7'));
    expect(parseIpAddress('::FFFF:cb00:7107')).toEqual(parseIpAddress('203.0.113.7'));
  });

  it.each(['', ' 1.2.3.4', '1.2.3.4 ', 'fe80::1%eth0', '[::1]', '1.2.3', '1.2.3.4.5', ':::', '1::2::3'])(
    'refuses %j',
    (text) => {
      expect(parseIpAddress(text)).toBeNull();
    },
  );
});

describe('blocks of addresses', () => {
  it('hold what Node says they hold', () => {
    const sameFamily = fc.oneof(
      fc.tuple(fc.ipV4(), fc.ipV4(), fc.nat(32)),
      fc.tuple(fc.ipV6(), fc.ipV6(), fc.nat(128)),
      fc.ipV6().chain((address) => fc.tuple(fc.constant(address), fc.constant(address), fc.nat(128))),
    );
    fc.assert(
      fc.property(sameFamily, ([network, address, bits]) => {
        fc.pre(!/^(0*:)+ffff:/i.test(network) && !network.startsWith('::') && !address.startsWith('::'));
        const family = isIPv4(network) ? 'ipv4' : 'ipv6';
        const oracle = new BlockList();
        oracle.addSubnet(network, bits, family);
        expect(matches(`${network}/${bits}`, address)).toBe(oracle.check(address, family));
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['203.0.113.7/32', '203.0.113.7', true],
    ['203.0.113.7/32', '203.0.113.8', false],
    ['203.0.113.7/24', '203.0.113.200', true],
    ['203.0.112.0/23', '203.0.113.1', true],
    ['203.0.112.0/23', '203.0.114.1', false],
    ['0.0.0.0/0', '198.51.100.1', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['::/0', '198.51.100.1', false],
    ['203.0.113.7/32', '::ffff:203.0.113.7', true],
    ['::ffff:203.0.113.0/120', '203.0.113.9', true],
    ['2001:db8::/64', '2001:db8::ffff', true],
    ['2001:db8::/64', '2001:db8:0:1::', false],
    ['203.0.113.7/32', 'not an address', false],
  ])('%s against %s: %s', (cidr, address, isMatch) => {
    expect(matches(cidr, address)).toBe(isMatch);
  });

  it('match nobody whose address is unknown', () => {
    const everybody = parseCidr('0.0.0.0/0');
    expect(everybody !== null && matchesAnyCidr([everybody], null)).toBe(false);
  });

  it.each(['1.2.3.4', '1.2.3.4/', '1.2.3.4/33', '1.2.3.4/-1', '1.2.3.4/08', '::1/129', '1.2.3.4/8/8', '/8', 'a/8'])(
    'refuses %j',
    (text) => {
      expect(parseCidr(text)).toBeNull();
    },
  );
});
