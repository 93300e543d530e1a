import { type Cidr, matchesAnyCidr } from '@sluice/access';

/** Whether a request came over HTTPS: `peer` is the other end of the socket, `forwardedProto` the field as joined. */
export type ComesOverHttps = (peer: string, forwardedProto: string | undefined) => boolean;

/**
 * LynxVizion contract §8.2: a proxy of `trusted` says so. Its word is the last of the list: what stands left of it was
 * written before, maybe by the client. We speak no TLS ourselves, so nothing else came over it.
 */
export function createHttpsCheck(trusted: readonly Cidr[], isRequired: boolean): ComesOverHttps {
  if (!isRequired) return () => true;
  return (peer, forwardedProto = '') =>
    matchesAnyCidr(trusted, peer) && forwardedProto.split(',').at(-1)?.trim().toLowerCase() === 'https';
}
