import { isIPv4 } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';

type Interfaces = Readonly<Record<string, readonly Pick<NetworkInterfaceInfo, 'address' | 'internal'>[] | undefined>>;

/** Where other machines reach a process that listens at `url`: every address of this machine is one that they can use. */
export function nodeUrl(url: string, host: string, interfaces: Interfaces): string {
  if (host !== '0.0.0.0' && host !== '::') return url;
  const addresses = Object.values(interfaces).flatMap((list) => list ?? []);
  const outward = addresses.find(({ address, internal }) => !internal && isIPv4(address));
  if (outward === undefined) return url;
  const seen = new URL(url);
  seen.hostname = outward.address;
  return seen.origin;
}
