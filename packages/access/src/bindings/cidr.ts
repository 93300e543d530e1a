import { type IpAddress, isIpv4Mapped, parseIpAddress, parseIpv6 } from './ip-address.ts';

/** A block of addresses (RFC 4632 §3.1, RFC 4291 §2.3). */
export interface Cidr {
  /** As it was written; host bits may be set and do not count. */
  readonly text: string;
  readonly network: IpAddress;
  readonly prefixBits: number;
}

const mappedPrefixBits = 96;

/**
 * Parses `address/bits`. An IPv4-mapped IPv6 block of 96 bits or more is the IPv4 block.
 * Null for anything else, a bare address included.
 */
export function parseCidr(text: string): Cidr | null {
  const slash = text.indexOf('/');
  const bitsText = text.slice(slash + 1);
  if (slash < 0 || !/^(?:0|[1-9]\d{0,2})$/.test(bitsText)) return null;
  const addressText = text.slice(0, slash);
  const bits = Number(bitsText);
  const network = addressText.includes(':') ? parseIpv6(addressText) : parseIpAddress(addressText);
  if (network === null || bits > network.length * 8) return null;
  if (isIpv4Mapped(network) && bits >= mappedPrefixBits) {
    return { text, network: network.slice(12), prefixBits: bits - mappedPrefixBits };
  }
  return { text, network, prefixBits: bits };
}

/** True when `addressText` is an address inside any of `blocks`. IPv4 blocks never hold IPv6 addresses or the reverse. */
export function matchesAnyCidr(blocks: readonly Cidr[], addressText: string | null): boolean {
  const address = addressText === null ? null : parseIpAddress(addressText);
  return address !== null && blocks.some((block) => contains(block, address));
}

function contains({ network, prefixBits }: Cidr, address: IpAddress): boolean {
  if (network.length !== address.length) return false;
  const wholeBytes = prefixBits >> 3;
  for (let index = 0; index < wholeBytes; index++) {
    if (network[index] !== address[index]) return false;
  }
  const restBits = prefixBits & 7;
  const difference = (network[wholeBytes] ?? 0) ^ (address[wholeBytes] ?? 0);
  return restBits === 0 || difference >> (8 - restBits) === 0;
}
