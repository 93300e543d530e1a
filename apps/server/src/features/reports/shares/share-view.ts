import type { SharedReportView } from '@sluice/contract';
import { formatUserTime } from '../../identity/index.ts';
import type { StoredShare } from './share-store.ts';

/** A share as its owner sees it. */
export const shareView = (share: StoredShare): SharedReportView => ({
  id: String(share.id),
  user_id: share.user_id,
  video_id: share.job_id,
  share_hash: share.share_hash,
  expires_at: share.expires_at === null ? null : formatUserTime(share.expires_at),
  is_active: share.is_active ? 1 : 0,
  created_at: formatUserTime(share.created_at),
});
