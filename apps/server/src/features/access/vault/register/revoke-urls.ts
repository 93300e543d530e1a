import type { RevokedStorageUrls, StorageUrlView } from '@sluice/contract';
import type { Static } from 'typebox';
import { unixSeconds } from '../../../../ports/clock.ts';
import { SluiceError } from '../../../../ports/sluice-error.ts';
import { insertTokenRevocations, trimRevocations } from '../../revocations/revocation-store.ts';
import type { VaultParts } from '../vault-parts.ts';
import { countNative, loadUrl, markOneRevoked, markRevoked, type UrlFilter } from './url-store.ts';
import { urlView } from './url-view.ts';

type RevokeParts = Pick<VaultParts, 'database' | 'clock' | 'feed' | 'writeAudit'>;

const ADVICE =
  'The provider itself checks a native URL until its end: delete the object, rotate the credentials of the provider, or set VAULT_SIGNING so that URLs can be taken back here.';

const notFound = (): SluiceError =>
  new SluiceError('vault/url-not-found', { status: 404, message: 'No URL is known by this id.' });
const notRevocable = (): SluiceError =>
  new SluiceError('vault/url-not-revocable', { status: 409, message: `This URL cannot be taken back. ${ADVICE}` });

/** Takes back one URL: in force here when it resolves, in the other processes within moments. */
export async function revokeUrl(parts: RevokeParts, id: string): Promise<StorageUrlView> {
  const { database, clock, feed, writeAudit } = parts;
  const nowSeconds = unixSeconds(clock);
  const row = await database.transaction().execute(async (transaction) => {
    const known = await loadUrl(transaction, id);
    if (known === null) throw notFound();
    if (known.mode === 'native') throw notRevocable();
    if (!(await markOneRevoked(transaction, id, nowSeconds))) return known;
    await insertTokenRevocations(transaction, [{ tokenId: id, endsAtSeconds: known.expires_seconds + 1 }], nowSeconds);
    await trimRevocations(transaction, nowSeconds);
    return { ...known, revoked_seconds: nowSeconds };
  });
  await feed.refresh();
  writeAudit({ event: 'revoke', decision: 'allow', code: 'ok', type: 'storage-url', value: id });
  return urlView(row, nowSeconds);
}

/** Takes back every living URL of ours that fits, as {@link revokeUrl} does one. */
export async function revokeUrls(parts: RevokeParts, filter: UrlFilter): Promise<Static<typeof RevokedStorageUrls>> {
  const { database, clock, feed, writeAudit } = parts;
  const nowSeconds = unixSeconds(clock);
  const told = await database.transaction().execute(async (transaction) => {
    const rows = await markRevoked(transaction, filter, nowSeconds);
    const tokens = rows.map(({ id, expires_seconds }) => ({ tokenId: id, endsAtSeconds: expires_seconds + 1 }));
    await insertTokenRevocations(transaction, tokens, nowSeconds);
    await trimRevocations(transaction, nowSeconds);
    const native = await countNative(transaction, filter, nowSeconds);
    return { revoked: rows.length, stillOpen: native, advice: native === 0 ? null : ADVICE };
  });
  await feed.refresh();
  writeAudit({ event: 'revoke', decision: 'allow', code: 'ok', type: 'storage-urls', value: JSON.stringify(filter) });
  return told;
}
