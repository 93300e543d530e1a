import { type LookupAddress, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { type Cidr, matchesAnyCidr } from '@sluice/access';
import { SluiceError } from '../../ports/sluice-error.ts';
import { isPublicAddress } from './public-address.ts';

export type AddressCheck = (address: string) => boolean;

/** Lets calls reach the internet, and the networks that the operator has named beside it. */
export const createAddressCheck =
  (privateNetworks: readonly Cidr[]): AddressCheck =>
  (address) =>
    isPublicAddress(address) || matchesAnyCidr(privateNetworks, address);

export const addressRefused = (): SluiceError =>
  new SluiceError('outgoing/address-refused', {
    status: 502,
    message: 'The host is in a private network; OUTGOING_PRIVATE_NETWORKS names those that may be called.',
  });

/**
 * Resolves a name for a connection that is being made, and gives only addresses that pass: what was checked is what is
 * connected to, so a name that changes its address in between gains nothing.
 */
export function createCheckedLookup(isAllowed: AddressCheck): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
      if (error !== null) return done(error, []);
      const allowed = found.filter(({ address }) => isAllowed(address));
      const [first] = allowed;
      if (first === undefined) return done(addressRefused(), []);
      if (options.all === true) return done(null, allowed);
      return done(null, first.address, first.family);
    });
  };
}
