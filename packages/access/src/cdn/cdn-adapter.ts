import { mapTimed, settle, type Timed, type Timing } from '../crypto/timing.ts';
import type { CdnCapabilities, CdnOrder, CdnRestriction } from './cdn-order.ts';
import { unsupportedRestriction } from './unsupported-restriction.ts';

/** A cookie for the host that serves the media; always to be set `Secure` and `HttpOnly`. */
export interface CdnCookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

/** What lets a player through at a CDN. */
export interface CdnCredential {
  /** Address of the ordered object, with the credential where it rides in the address. */
  readonly url: string;
  /** Query, without `?`, that every other object of the order needs too; null when it rides elsewhere. */
  readonly query: string | null;
  /** The path below which the objects of the order's prefix are found; null when it is the prefix itself. */
  readonly pathPrefix: string | null;
  readonly cookies: readonly CdnCookie[];
}

export type CdnMint =
  | ({ readonly ok: true } & CdnCredential)
  | { readonly ok: false; readonly reason: 'adapter_unsupported'; readonly restriction: CdnRestriction };

/** Issues credentials that a CDN verifies by itself (edge-access §22). */
export interface CdnAdapter<T extends Timing> {
  readonly name: string;
  readonly capabilities: CdnCapabilities;
  /** The credential for `order`, or the part of it that this CDN cannot enforce. */
  mint(order: CdnOrder): Timed<T, CdnMint>;
}

/** What is particular to one CDN. */
export interface CdnScheme<T extends Timing> {
  readonly name: string;
  readonly capabilities: CdnCapabilities;
  /** What this CDN cannot be told though its capabilities allow it. */
  readonly refuse?: (order: CdnOrder) => CdnRestriction | null;
  readonly sign: (order: CdnOrder) => Timed<T, CdnCredential>;
}

/** An adapter that signs only what its CDN enforces. */
export function createCdnAdapter<T extends Timing>(
  engine: { readonly timing: T },
  { name, capabilities, refuse, sign }: CdnScheme<T>,
): CdnAdapter<T> {
  return {
    name,
    capabilities,
    mint(order) {
      const restriction = unsupportedRestriction(capabilities, order) ?? refuse?.(order) ?? null;
      if (restriction !== null)
        return settle<T, CdnMint>(engine, { ok: false, reason: 'adapter_unsupported', restriction });
      return mapTimed(engine, sign(order), (credential: CdnCredential): CdnMint => ({ ok: true, ...credential }));
    },
  };
}

/** A credential in the query. */
export function queryCredential({ host, path }: CdnOrder, query: string): CdnCredential {
  return { url: `https://${host}${path}?${query}`, query, pathPrefix: null, cookies: [] };
}

/** A credential in front of the path. */
export function pathCredential({ host, path, prefix }: CdnOrder, inFront: string): CdnCredential {
  const pathPrefix = prefix === null ? null : inFront + prefix;
  return { url: `https://${host}${inFront}${path}`, query: null, pathPrefix, cookies: [] };
}

/** A credential in cookies, sent to what the order opens and nowhere else. */
export function cookieCredential(
  { host, path, prefix }: CdnOrder,
  values: readonly (readonly [name: string, value: string])[],
): CdnCredential {
  const cookies = values.map(([name, value]) => ({ name, value, path: prefix ?? path }));
  return { url: `https://${host}${path}`, query: null, pathPrefix: null, cookies };
}
