import type { Bindings } from '../grant.ts';

/** Where a CDN's credential rides. `path`: in front of the path, so that relative URIs keep it. */
export type CdnCarrier = 'query' | 'path' | 'cookie';

/** What a CDN shall let through (edge-access §22). Times are Unix seconds. */
export interface CdnOrder {
  /** Host name of the CDN, without scheme and port. */
  readonly host: string;
  /** The object that the URL names: letters, digits and `-._/`. */
  readonly path: string;
  /** Everything below it is opened, `path` included; null opens `path` alone. */
  readonly prefix: string | null;
  readonly carrier: CdnCarrier;
  readonly issuedAtSeconds: number;
  /** Null asks the CDN for no start. */
  readonly notBeforeSeconds: number | null;
  readonly expiresAtSeconds: number;
  readonly bindings: Bindings;
  /** The only countries to serve, ISO 3166-1 alpha-2; null for all. */
  readonly countries: readonly string[] | null;
  /** Handle for revocation where the CDN has one. */
  readonly tokenId: string | null;
  readonly requiresInstantRevocation: boolean;
}

/** How fast what was issued can be taken back: at once, by the CDN's list, by its end, or only with its key. */
export type CdnRevocation = 'instant' | 'list' | 'ttl' | 'key';

/** The client addresses that a CDN can be told: none, one IPv4 address or block, one of either family, any blocks. */
export type CdnAddresses = 'none' | 'ipv4' | 'ipv4-block' | 'ipv4-or-ipv6-64' | 'blocks';

/** What a CDN can be told. None of them checks the embedding page or the user agent. */
export interface CdnCapabilities {
  readonly scopes: readonly ('exact' | 'prefix')[];
  readonly carriers: readonly CdnCarrier[];
  readonly notBefore: boolean;
  readonly addresses: CdnAddresses;
  readonly countries: boolean;
  /** The one life that every token has, because the CDN's rule says so; null when each token says its own. */
  readonly fixedLifetimeSeconds: number | null;
  /** The longest life that we issue; null for no limit of this CDN. */
  readonly maxLifetimeSeconds: number | null;
  readonly revocation: CdnRevocation;
}

/** The part of an order that a CDN cannot be told. */
export type CdnRestriction =
  | 'path'
  | 'scope'
  | 'carrier'
  | 'not_before'
  | 'expiry'
  | 'ip'
  | 'domain'
  | 'user_agent'
  | 'country'
  | 'revocation';
