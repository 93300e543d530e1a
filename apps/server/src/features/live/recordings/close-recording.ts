import type { Presentation } from '@sluice/media';
import type { Database } from '../../../ports/database.ts';
import type { ProgrammeStudio } from '../../../ports/programme.ts';
import { type AssetDirectory, endLiveAsset, savePresentation } from '../../assets/index.ts';
import { announceLive } from '../live-states.ts';
import { lockLiveStream, saveLiveStatus } from '../live-stream-store.ts';
import { announceRecording } from './recording-events.ts';
import { findRecording, saveRecordingEnd } from './recording-store.ts';

export interface ClosingParts {
  readonly database: Database;
  readonly directory: AssetDirectory;
  readonly studio: Pick<ProgrammeStudio, 'close'>;
  /** Names this process, and no other one ever. */
  readonly holder: string;
}

/**
 * Makes of what was recorded until now a film that has an end, and puts the live stream to rest (Mux contract §11.4, 7
 * and 8). Whoever does it: the process that recorded, or one that took it over. Silent about what is closed. False, and
 * nothing happens, where another process has it.
 */
export async function closeRecording(
  { database, directory, studio, holder }: ClosingParts,
  assetId: string,
): Promise<boolean> {
  const found = await findRecording(database, assetId);
  if (found === null || found.ended_at !== null) return true;
  if (found.holder !== holder) return false;
  const presentation = found.model === null ? null : await studio.close(assetId, found.model as Presentation);
  await database.transaction().execute(async (transaction) => {
    const stream = await lockLiveStream(transaction, found.environment_id, found.live_stream_id);
    const ended = await saveRecordingEnd(transaction, { assetId, holder }, presentation?.durationSeconds ?? 0);
    if (ended === undefined) return;
    if (presentation !== null) await savePresentation(transaction, assetId, presentation);
    await endLiveAsset(transaction, assetId);
    if (stream !== null) {
      const status = stream.status === 'active' ? 'idle' : stream.status;
      await saveLiveStatus(transaction, stream.id, status);
      const recentAssetIds = [...stream.recentAssetIds, assetId];
      await announceLive(transaction, 'disconnected', { ...stream, activeAssetId: null, recentAssetIds });
      await announceLive(transaction, 'idle', { ...stream, status, activeAssetId: null, recentAssetIds });
    }
    await announceRecording(transaction, presentation === null ? 'errored' : 'live_stream_completed', ended);
  });
  directory.forget(assetId);
  return true;
}
