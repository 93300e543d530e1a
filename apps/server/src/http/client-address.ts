import { type Cidr, matchesAnyCidr, parseIpAddress } from '@sluice/access';

/** Who asks: `peer` is the other end of the socket, `forwardedFor` the field `X-Forwarded-For`, its lines joined. */
export type ReadClientAddress = (peer: string, forwardedFor: string | undefined) => string;

/** The address in its plain form, an IPv4-mapped one as IPv4; null for anything else. */
function parseAddress(text: string): string | null {
  const bytes = parseIpAddress(text);
  if (bytes === null) return null;
  return bytes.length === 4 ? bytes.join('.') : text.toLowerCase();
}

/** An address of a socket, which is one, unless the socket is gone. */
const plainAddress = (peer: string): string => (peer.includes(':') ? (parseAddress(peer) ?? peer) : peer);

/**
 * Edge access §11: the peer or, where that is a proxy of `trusted`, the right-most address of `X-Forwarded-For` that is
 * none. What stands left of it was written by the client and is not looked at. A list that cannot be read up to there
 * counts as none. When every hop is a proxy of ours, the first one asks for itself.
 */
export function createClientAddress(trusted: readonly Cidr[]): ReadClientAddress {
  if (trusted.length === 0) return plainAddress;
  return (rawPeer, forwardedFor) => {
    const peer = plainAddress(rawPeer);
    if (forwardedFor === undefined || !matchesAnyCidr(trusted, peer)) return peer;
    let client = peer;
    for (const hop of forwardedFor.split(',').reverse()) {
      const address = parseAddress(hop.trim());
      if (address === null) return peer;
      client = address;
      if (!matchesAnyCidr(trusted, address)) break;
    }
    return client;
  };
}
