import { isOnceUrlId } from '@sluice/access';
import { unixSeconds } from '../../../../ports/clock.ts';
import type { HttpAnswer, HttpRequest } from '../../../../ports/http-exchange.ts';
import { clientOf } from '../../audit/audit-record.ts';
import type { GatedHandler } from '../../gated-handler.ts';
import { takeUse } from '../register/url-store.ts';
import type { VaultParts } from '../vault-parts.ts';
import { vaultRefused } from '../vault-refusal.ts';
import { checkVaultUrl, type VaultVerdict } from './check-vault-url.ts';

/** A URL that opens its object now. */
export type AdmittedUrl = Extract<VaultVerdict, { reason: 'ok' }> & {
  /** Takes the one use of a URL that has one; throws a 403 when it is gone. */
  readonly takeUse: () => Promise<void>;
};

/** Who asked for what and how it went (Kerberos Vault contract §10.4); of a forged URL nothing but that it was one. */
function note({ writeAudit }: VaultParts, request: HttpRequest, verdict: VaultVerdict): void {
  const { reason } = verdict;
  const head = { event: 'storage', request_id: request.id, ...clientOf(request) } as const;
  if (reason === 'signature_invalid') {
    writeAudit({ ...head, decision: 'deny', code: reason });
    return;
  }
  const { url, grant, tokenId } = verdict;
  writeAudit({
    ...head,
    decision: reason === 'ok' ? 'allow' : 'deny',
    code: reason,
    token_id: tokenId,
    kid: grant.keyId,
    account: url.account,
    provider: url.provider,
    file: url.filename,
    expires_at: url.expiresAtSeconds,
  });
}

/** Signature → grant → decision → account, before any store is touched. Answers end early once the URL is taken back. */
export function createVaultGuard(
  parts: VaultParts,
  handle: (admitted: AdmittedUrl, request: HttpRequest) => Promise<HttpAnswer>,
): GatedHandler {
  return (async (request: HttpRequest) => {
    const verdict = await checkVaultUrl(parts, request);
    note(parts, request, verdict);
    if (verdict.reason !== 'ok') throw vaultRefused(verdict.reason);
    const { grant, tokenId } = verdict;
    const use = async (): Promise<void> => {
      if (!isOnceUrlId(tokenId)) return;
      if (!(await takeUse(parts.database, tokenId, unixSeconds(parts.clock)))) throw vaultRefused('access_revoked');
    };
    const answer = await handle({ ...verdict, takeUse: use }, request);
    return { ...answer, isWithdrawn: () => parts.revocations.revokes(grant) };
  }) as GatedHandler;
}
