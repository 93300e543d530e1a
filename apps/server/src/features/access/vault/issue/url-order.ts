import { isVaultObjectKey, parseUriExpiry, type UriExpiryBounds } from '@sluice/access';
import { StorageUrlItems } from '@sluice/contract';
import { Compile } from 'typebox/compile';
import { SluiceError } from '../../../../ports/sluice-error.ts';
import { vaultErrors } from '../../../storage/index.ts';

/** One URL that is asked for. */
export interface UrlOrder {
  readonly filename: string;
  readonly provider: string;
  readonly lifetimeSeconds: number;
  readonly isOnce: boolean;
}

export interface OrderBounds {
  readonly expiry: UriExpiryBounds;
  readonly maxBulkItems: number;
}

const items = Compile(StorageUrlItems);

const expiryInvalid = (maxSeconds: number): SluiceError =>
  new SluiceError('vault/uri-expiry-invalid', {
    status: 400,
    message: `uriExpiryTime is seconds or a duration such as 24h, from 1 to ${maxSeconds} seconds.`,
  });

/** Throws a 400 for what can be the key of no object (Kerberos Vault contract §4.4). */
export function checkFilename(filename: string): void {
  if (!isVaultObjectKey(filename)) {
    throw vaultErrors.invalidFileName('1 to 1024 bytes of UTF-8, no control character, backslash or empty segment');
  }
}

function readItems(bytes: Uint8Array): StorageUrlItems {
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw vaultErrors.invalidRequest('The body is not JSON.');
  }
  if (items.Check(body)) return body;
  throw vaultErrors.invalidRequest('The body is an array of objects with filename, provider and uriExpiryTime.');
}

const isEqual = (a: UrlOrder, b: UrlOrder): boolean =>
  a.provider === b.provider && a.lifetimeSeconds === b.lifetimeSeconds && a.isOnce === b.isOnce;

/**
 * The body of a bulk call as orders, one for each name in the order of the first mention (Kerberos Vault contract §4.2).
 * Throws a 400 for the whole call when any item of it cannot be had.
 */
export function parseBulkBody(
  bytes: Uint8Array,
  contentType: string | undefined,
  mainProvider: string,
  { expiry, maxBulkItems }: OrderBounds,
): readonly UrlOrder[] {
  if (!/^application\/json[ \t]*(;|$)/i.test(contentType?.trim() ?? '')) {
    throw vaultErrors.invalidRequest('The body is of Content-Type application/json.');
  }
  const body = readItems(bytes);
  if (body.length > maxBulkItems) throw vaultErrors.invalidRequest(`At most ${maxBulkItems} items in one call.`);
  const orders = new Map<string, UrlOrder>();
  for (const { filename, provider, uriExpiryTime, once = false } of body) {
    checkFilename(filename);
    const lifetimeSeconds = parseUriExpiry(uriExpiryTime, expiry);
    if (lifetimeSeconds === null) throw expiryInvalid(expiry.maxSeconds);
    // Resolved here, so that a name with the main provider in words and without is one order.
    const order = { filename, provider: provider || mainProvider, lifetimeSeconds, isOnce: once };
    const known = orders.get(filename);
    if (known !== undefined && !isEqual(known, order)) {
      throw vaultErrors.invalidRequest('A filename comes twice with another provider, lifetime or use.');
    }
    orders.set(filename, order);
  }
  return [...orders.values()];
}
