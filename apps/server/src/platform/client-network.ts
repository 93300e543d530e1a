import { parseIpAddress } from '@sluice/access';

/** The network that an address counts as (edge access §17): its /24 or /64 in hexadecimal; null for no address. */
export function clientNetwork(address: string): string | null {
  const bytes = parseIpAddress(address);
  if (bytes === null) return null;
  const kept = bytes.length === 4 ? bytes.slice(0, 3) : bytes.slice(0, 8);
  return `${bytes.length === 4 ? 'v4' : 'v6'}:${Buffer.from(kept).toString('hex')}`;
}

/** The one client that an address is counted as: an IPv4 address by itself, of an IPv6 address its /64, which one client has whole. */
export function clientKey(address: string): string {
  const bytes = address.includes(':') ? parseIpAddress(address) : null;
  return bytes === null || bytes.length === 4 ? address : Buffer.from(bytes.slice(0, 8)).toString('hex');
}
