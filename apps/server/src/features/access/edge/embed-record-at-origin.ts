import type { EmbedRecord } from '@sluice/access';
import type { EdgeOrigin } from '../../../ports/edge-origin.ts';
import { embedRecordOf } from '../embed/embed-store.ts';

/** What stands behind an embed token, asked each time: a record that was deleted opens nothing, on any node. */
export async function embedRecordAtOrigin(
  origin: Pick<EdgeOrigin, 'findEmbed'>,
  tokenHash: string,
): Promise<EmbedRecord | null> {
  const embed = await origin.findEmbed(tokenHash);
  if (embed === null) return null;
  const { expires_at, created_at, ...record } = embed;
  return embedRecordOf({ ...record, expires_seconds: expires_at, created_seconds: created_at });
}
