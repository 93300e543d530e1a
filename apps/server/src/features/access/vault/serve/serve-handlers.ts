import { isOnceUrlId } from '@sluice/access';
import { unixSeconds } from '../../../../ports/clock.ts';
import { type HttpAnswer, jsonAnswer, type RouteHandler } from '../../../../ports/http-exchange.ts';
import { isSluiceError } from '../../../../ports/sluice-error.ts';
import { byteObject } from '../../../storage/index.ts';
import type { VaultParts } from '../vault-parts.ts';
import { objectNotFound } from '../vault-refusal.ts';
import { checkVaultUrl, type VaultVerdict } from './check-vault-url.ts';
import { objectForOnce } from './object-for-once.ts';
import { objectHeaders, vaultContentType } from './object-headers.ts';
import { type AdmittedUrl, createVaultGuard } from './vault-guard.ts';

/** The object of an admitted URL; a `HEAD` is a full check of the link (Kerberos Vault contract §6.4, §6.5). */
async function answerObject({ url, store, tokenId, takeUse }: AdmittedUrl, isHead: boolean, nowSeconds: number) {
  const info = await store.head(url.filename).catch((error: unknown) => {
    if (isSluiceError(error, 'storage/invalid-key')) return null;
    throw error;
  });
  if (info === null) throw objectNotFound();
  const contentType = vaultContentType(info);
  const object = byteObject(store, { info }, contentType);
  const headers = objectHeaders({ filename: url.filename, contentType, tokenId }, url.expiresAtSeconds - nowSeconds);
  const given = isOnceUrlId(tokenId) ? objectForOnce(object, takeUse) : object;
  return { status: 200, headers, body: { kind: 'object', object: given, isWhole: isHead } } satisfies HttpAnswer;
}

/** What is told of a URL; of one that we did not sign, nothing that it says (Kerberos Vault contract §6.6). */
function validity(verdict: VaultVerdict, nowSeconds: number) {
  const { reason } = verdict;
  if (reason === 'signature_invalid') return { valid: false, reason };
  const { account, provider, filename, expiresAtSeconds } = verdict.url;
  return {
    valid: reason === 'ok',
    reason,
    account,
    provider,
    filename,
    expiresAt: expiresAtSeconds,
    expiresAtIso: new Date(expiresAtSeconds * 1000).toISOString().replace('.000Z', 'Z'),
    expiresIn: expiresAtSeconds - nowSeconds,
  };
}

/** The routes that URLs of ours lead to. */
export function serveHandlers(parts: VaultParts) {
  const validateStorageUrl: RouteHandler = async (request) =>
    jsonAnswer(200, validity(await checkVaultUrl(parts, request), unixSeconds(parts.clock)), {
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    });
  return {
    readStorageObject: createVaultGuard(parts, (admitted, { isHead }) =>
      answerObject(admitted, isHead, unixSeconds(parts.clock)),
    ),
    validateStorageUrl,
  };
}
