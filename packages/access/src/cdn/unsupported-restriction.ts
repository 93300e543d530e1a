import type { Cidr } from '../bindings/cidr.ts';
import { parseHostPattern } from '../bindings/host-pattern.ts';
import type { CdnAddresses, CdnCapabilities, CdnOrder, CdnRestriction } from './cdn-order.ts';

/** Characters that mean themselves to every CDN: no wildcard, separator, quote or escape of any of them. */
const plainPath = /^(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/;

/** The first part of `order` that `capabilities` cannot express, or null. Nothing is ever dropped silently. */
export function unsupportedRestriction(capabilities: CdnCapabilities, order: CdnOrder): CdnRestriction | null {
  const { bindings, carrier, countries, notBeforeSeconds, prefix } = order;
  if (!isPlain(order)) return 'path';
  if (!capabilities.scopes.includes(prefix === null ? 'exact' : 'prefix')) return 'scope';
  if (!capabilities.carriers.includes(carrier)) return 'carrier';
  if (notBeforeSeconds !== null && !capabilities.notBefore) return 'not_before';
  if (!canLive(capabilities, order)) return 'expiry';
  if (bindings.clientAddresses !== null && !canBind(capabilities.addresses, bindings.clientAddresses)) return 'ip';
  if (bindings.hosts !== null) return 'domain';
  if (bindings.userAgent !== null) return 'user_agent';
  if (countries !== null && !(capabilities.countries && areCountries(countries))) return 'country';
  return order.requiresInstantRevocation && capabilities.revocation !== 'instant' ? 'revocation' : null;
}

function isPlain({ host, path, prefix }: CdnOrder): boolean {
  const isHost = parseHostPattern(host)?.kind === 'exact';
  const isBelow = prefix === null || (/^\/(?:[^/]+\/)+$/.test(prefix) && path.startsWith(prefix));
  return isHost && plainPath.test(path) && isBelow;
}

function canLive(capabilities: CdnCapabilities, order: CdnOrder): boolean {
  const { issuedAtSeconds, notBeforeSeconds, expiresAtSeconds } = order;
  const lifetimeSeconds = expiresAtSeconds - issuedAtSeconds;
  const areWhole = [issuedAtSeconds, expiresAtSeconds, notBeforeSeconds ?? 0].every(Number.isSafeInteger);
  if (!areWhole || lifetimeSeconds <= 0 || (notBeforeSeconds ?? 0) >= expiresAtSeconds) return false;
  const { fixedLifetimeSeconds, maxLifetimeSeconds } = capabilities;
  if (fixedLifetimeSeconds !== null) return lifetimeSeconds === fixedLifetimeSeconds;
  return maxLifetimeSeconds === null || lifetimeSeconds <= maxLifetimeSeconds;
}

function canBind(addresses: CdnAddresses, blocks: readonly Cidr[]): boolean {
  const [block, ...others] = blocks;
  if (addresses === 'blocks') return block !== undefined;
  if (block === undefined || others.length > 0) return false;
  const isIpv4 = block.network.length === 4;
  switch (addresses) {
    case 'none':
      return false;
    case 'ipv4':
      return isIpv4 && block.prefixBits === 32;
    case 'ipv4-block':
      return isIpv4;
    case 'ipv4-or-ipv6-64':
      return block.prefixBits === (isIpv4 ? 32 : 64);
  }
}

function areCountries(countries: readonly string[]): boolean {
  return countries.length > 0 && countries.every((country) => /^[A-Z]{2}$/.test(country));
}
