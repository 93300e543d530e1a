import {
  decide,
  type Grant,
  isOnceUrlId,
  isVaultObjectKey,
  type ParsedVaultUrl,
  parseVaultUrl,
  verifyVaultUrl,
} from '@sluice/access';
import { unixSeconds } from '../../../../ports/clock.ts';
import type { HttpRequest } from '../../../../ports/http-exchange.ts';
import type { ObjectStore } from '../../../../ports/object-store.ts';
import { isBoundTo, vaultErrors } from '../../../storage/index.ts';
import { clientFacts } from '../../request-facts.ts';
import { loadUrl } from '../register/url-store.ts';
import type { VaultParts } from '../vault-parts.ts';
import { signingUnavailable, type VaultRefusal } from '../vault-refusal.ts';

/** A URL that we signed, and what it opens. */
export interface GenuineUrl {
  readonly url: ParsedVaultUrl;
  readonly grant: Grant;
  readonly tokenId: string;
}

/** What a request with a readable query is found to be; `store` holds the object. */
export type VaultVerdict =
  | (GenuineUrl & { readonly reason: 'ok'; readonly store: ObjectStore })
  | (GenuineUrl & { readonly reason: 'url_expired' | 'access_revoked' })
  | { readonly reason: 'signature_invalid' };

function readUrl(rawTarget: string): ParsedVaultUrl {
  const url = parseVaultUrl(rawTarget);
  if (url.ok) return url;
  throw vaultErrors.invalidRequest('A URL has a, e, f, p and s, each once and as it was given.');
}

/** Time and revocation, by the one decision; null lets pass. */
function decided(
  parts: VaultParts,
  request: HttpRequest,
  { url, grant }: GenuineUrl,
): Exclude<VaultRefusal, 'signature_invalid'> | null {
  const resource = { kind: 'provider-object', provider: url.provider, key: url.filename } as const;
  const asked = { ...clientFacts(request, parts.crypto), action: 'read', resource } as const;
  const decision = decide(grant, asked, unixSeconds(parts.clock), parts.revocations);
  if (decision.ok) return null;
  // What was taken back is not known well enough to let anybody pass.
  if (decision.reason === 'edge_stale') throw signingUnavailable();
  return decision.reason === 'token_expired' ? 'url_expired' : 'access_revoked';
}

/** The provider, as long as the account may use it; null once it may not. */
async function findStore({ accounts, providers }: VaultParts, { account: name, provider }: ParsedVaultUrl) {
  const account = await accounts.findAccount(name);
  if (account?.enabled !== true || !isBoundTo(account, provider)) return null;
  return providers.open(provider);
}

/** A URL for one use opens nothing twice, and nothing that is not in the register. */
async function isSpent({ database }: VaultParts, tokenId: string): Promise<boolean> {
  if (!isOnceUrlId(tokenId)) return false;
  const known = await loadUrl(database, tokenId);
  return known === null || known.used_seconds !== null;
}

/**
 * The steps of Kerberos Vault contract §6.3 in their order. Throws a 400 for what cannot be read, a 503 where nothing
 * can be told.
 */
export async function checkVaultUrl(parts: VaultParts, request: HttpRequest): Promise<VaultVerdict> {
  const { crypto, keys } = parts;
  if (keys === null) throw signingUnavailable();
  const url = readUrl(request.rawTarget);
  const verified = verifyVaultUrl(crypto, keys, request.rawTarget);
  const tokenId = verified.ok ? verified.grant.tokenId : null;
  if (!verified.ok || tokenId === null) return { reason: 'signature_invalid' };
  const genuine = { url, grant: verified.grant, tokenId };
  const refusal = decided(parts, request, genuine);
  if (refusal !== null) return { ...genuine, reason: refusal };
  const store = await findStore(parts, url);
  if (store === null || (await isSpent(parts, tokenId))) return { ...genuine, reason: 'access_revoked' };
  if (!isVaultObjectKey(url.filename)) throw vaultErrors.invalidRequest('f names no object.');
  return { ...genuine, reason: 'ok', store };
}
