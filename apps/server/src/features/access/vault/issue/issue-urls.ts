import { createHash, randomBytes } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { isMacKeyRecord, type MacKey, signVaultUrl } from '@sluice/access';
import { unixSeconds } from '../../../../ports/clock.ts';
import type { ObjectStore } from '../../../../ports/object-store.ts';
import { SluiceError } from '../../../../ports/sluice-error.ts';
import type { Account } from '../../../../ports/storage-account.ts';
import { isBoundTo, isInDirectory, vaultErrors } from '../../../storage/index.ts';
import { type IssuedUrl, insertUrls } from '../register/url-store.ts';
import type { VaultParts } from '../vault-parts.ts';
import { signingUnavailable } from '../vault-refusal.ts';
import { isTakenBack } from './is-taken-back.ts';
import type { UrlOrder } from './url-order.ts';

/** So many are signed at once, by a slow key on as many threads as it has; others are answered in between. */
const ORDERS_AT_A_TIME = 100;

/** Who asks, by which call. */
export interface UrlCaller {
  readonly account: Account;
  readonly requestId: string;
}

/** Every provider of the orders, opened; nothing is signed when one of them is not the account's. */
async function openProviders({ providers }: VaultParts, account: Account, orders: readonly UrlOrder[]) {
  const opened = new Map<string, ObjectStore>();
  for (const name of new Set(orders.map(({ provider }) => provider))) {
    const store = isBoundTo(account, name) ? await providers.open(name) : null;
    if (store === null) throw vaultErrors.providerNotFound();
    opened.set(name, store);
  }
  return opened;
}

const unreachable = (cause: unknown): SluiceError =>
  new SluiceError('vault/storage-unreachable', {
    status: 502,
    message: 'The storage provider could not be had to sign.',
    cause,
  });

async function signNatively(store: ObjectStore, order: UrlOrder, nowSeconds: number): Promise<IssuedUrl> {
  const { filename, provider, lifetimeSeconds } = order;
  const url = await store.presignGet?.(filename, lifetimeSeconds).catch((error: unknown) => {
    throw unreachable(error);
  });
  if (url === undefined) throw unreachable('a store without presignGet was asked to sign');
  const id = `vn_${createHash('sha256').update(url).digest('base64url')}`;
  return { id, url, mode: 'native', isOnce: false, provider, filename, expiresAtSeconds: nowSeconds + lifetimeSeconds };
}

function signOurs(parts: VaultParts, macKey: MacKey, account: Account, order: UrlOrder, nowSeconds: number): IssuedUrl {
  const { filename, provider, isOnce, lifetimeSeconds } = order;
  const claims = { account: account.name, provider, filename };
  const nonce = isOnce ? randomBytes(16).toString('base64url') : null;
  const publicUrl = parts.publicUrl();
  // An equal URL may have been taken back: whoever asks again gets one that opens, a second shorter.
  for (let expiresAtSeconds = nowSeconds + lifetimeSeconds; ; expiresAtSeconds--) {
    const { id, url } = signVaultUrl(parts.crypto, macKey, publicUrl, { ...claims, expiresAtSeconds, nonce });
    if (expiresAtSeconds > nowSeconds && isTakenBack(parts.revocations, id)) continue;
    return { id, url, mode: 'vault', isOnce, provider, filename, expiresAtSeconds };
  }
}

function signingKeyOf({ keys }: VaultParts): MacKey {
  const record = keys?.signingKey('vault-url') ?? null;
  if (record === null || !isMacKeyRecord(record)) throw signingUnavailable();
  return record.verifyKey;
}

/**
 * URLs for all of the orders or for none, in their order (Kerberos Vault contract §4). All are in the register before
 * anybody has one: a URL that is not known could be neither told of nor taken back.
 */
export async function issueUrls(
  parts: VaultParts,
  { account, requestId }: UrlCaller,
  orders: readonly UrlOrder[],
): Promise<readonly IssuedUrl[]> {
  const stores = await openProviders(parts, account, orders);
  if (!orders.every(({ filename }) => isInDirectory(account, filename))) throw vaultErrors.outsideDirectory();
  const nowSeconds = unixSeconds(parts.clock);
  let macKey: MacKey | null = null;
  const sign = (order: UrlOrder): IssuedUrl | Promise<IssuedUrl> => {
    const store = stores.get(order.provider);
    if (store?.capabilities.presign === true && !parts.signsAlways && !order.isOnce) {
      return signNatively(store, order, nowSeconds);
    }
    macKey ??= signingKeyOf(parts);
    return signOurs(parts, macKey, account, order, nowSeconds);
  };
  const signed: IssuedUrl[] = [];
  for (let first = 0; first < orders.length; first += ORDERS_AT_A_TIME) {
    if (first > 0) await setImmediate();
    const batch = orders.slice(first, first + ORDERS_AT_A_TIME).map(async (order) => sign(order));
    signed.push(...(await Promise.all(batch)));
  }
  await insertUrls(parts.database, { account: account.name, requestId, issuedAtSeconds: nowSeconds }, signed);
  return signed;
}
