import { type Cidr, matchesAnyCidr, parseCidr, parseIpAddress } from '@sluice/access';

const blocks = (...texts: readonly string[]): readonly Cidr[] => texts.flatMap((text) => parseCidr(text) ?? []);

/** The part of IPv6 that is routed on the internet (RFC 4291 §2.4); all of IPv4 is, but for what is listed below. */
const internet = blocks('0.0.0.0/0', '2000::/3');

/** What the registries of special-purpose addresses (RFC 6890) take out of it. */
const special = blocks(
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
);

/** True for an address of a host on the internet; false for everything private, local or special, and for no address. */
export function isPublicAddress(text: string): boolean {
  return parseIpAddress(text) !== null && matchesAnyCidr(internet, text) && !matchesAnyCidr(special, text);
}
