import type { StorageUrlView } from '@sluice/contract';
import type { RegisteredUrl } from './url-store.ts';

function stateOf(row: RegisteredUrl, nowSeconds: number): StorageUrlView['state'] {
  if (row.revoked_seconds !== null) return 'revoked';
  if (row.used_seconds !== null) return 'used';
  return nowSeconds > row.expires_seconds ? 'expired' : 'active';
}

/** What is told of a URL that was given. */
export const urlView = (row: RegisteredUrl, nowSeconds: number): StorageUrlView => ({
  id: row.id,
  mode: row.mode,
  state: stateOf(row, nowSeconds),
  once: row.is_once,
  account: row.account,
  provider: row.provider,
  filename: row.object_key,
  requestId: row.request_id,
  issuedAt: row.issued_seconds,
  expiresAt: row.expires_seconds,
  usedAt: row.used_seconds,
  revokedAt: row.revoked_seconds,
});
