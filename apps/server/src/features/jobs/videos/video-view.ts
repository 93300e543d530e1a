import type { VideoView } from '@sluice/contract';
import { decideStoragePath, formatUserTime } from '../../identity/index.ts';
import type { VideoRow } from './video-store.ts';

/** The file of a video, where it is one of its owner's: an operator may have named any. */
function storagePathOf({ source }: VideoRow, ownerId: string): string | null {
  const decision = decideStoragePath(ownerId, source);
  return decision.ok && decision.path === source ? source : null;
}

/** A video as its owner sees it. `publicUrl`: address of this deployment. */
export function videoView(row: VideoRow, ownerId: string, publicUrl: string): VideoView {
  const playback = `${publicUrl}/api/playback`;
  return {
    job_id: row.id,
    user_id: ownerId,
    title: row.title,
    type: row.type,
    asset_id: row.hash,
    storage_path: storagePathOf(row, ownerId),
    status: row.status,
    progress: row.progress,
    duration: row.duration,
    width: row.width,
    height: row.height,
    size: row.source_bytes,
    stream_url: `${playback}/stream/${row.id}`,
    direct_url: `${playback}/direct?job_id=${row.id}`,
    thumbnail_url: `${playback}/thumbnail/${row.id}`,
    error: row.error,
    created_at: formatUserTime(row.created_at),
    updated_at: formatUserTime(row.updated_at),
  };
}
