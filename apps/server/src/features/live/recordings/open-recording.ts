import type { Presentation } from '@sluice/media';
import { videoErrors } from '../../../platform/video-api/video-error.ts';
import type { Database } from '../../../ports/database.ts';
import { insertLiveAsset } from '../../assets/index.ts';
import { announceLive } from '../live-states.ts';
import { lockLiveStream, saveLiveStatus } from '../live-stream-store.ts';
import { announceRecording } from './recording-events.ts';
import { findRecording, insertRecording, type RecordingFields, saveRecordingModel } from './recording-store.ts';

/**
 * Something begins to be sent to a live stream: its recording is an asset from now on, open to all where the stream has
 * a public playback id (Mux contract §11.4, 1 and 2). @throws {SluiceError} 400 where it takes nothing.
 */
export function openRecording(database: Database, fields: RecordingFields, leaseSeconds: number): Promise<void> {
  return database.transaction().execute(async (transaction) => {
    const stream = await lockLiveStream(transaction, fields.environment_id, fields.live_stream_id);
    if (stream === null || stream.status === 'disabled') throw videoErrors.invalid('The live stream is disabled.');
    if (stream.activeAssetId !== null) throw videoErrors.invalid('Something is sent to the live stream already.');
    const isPublic = stream.playbackIds.some(({ policy }) => policy === 'public');
    await insertLiveAsset(transaction, fields.asset_id, isPublic ? 'public' : 'protected');
    const recording = await insertRecording(transaction, fields, leaseSeconds);
    if (recording === null) throw videoErrors.invalid('Something is sent to the live stream already.');
    await announceLive(transaction, 'connected', { ...stream, activeAssetId: fields.asset_id });
    await announceRecording(transaction, 'created', recording);
  });
}

/** It plays (Mux contract §11.4, 3 to 5). */
export function tellPlayable(database: Database, assetId: string, model: Presentation): Promise<void> {
  return database.transaction().execute(async (transaction) => {
    const found = await findRecording(transaction, assetId);
    if (found === null || !(await saveRecordingModel(transaction, assetId, model))) return;
    const stream = await lockLiveStream(transaction, found.environment_id, found.live_stream_id);
    if (stream !== null && stream.status === 'idle') {
      await saveLiveStatus(transaction, stream.id, 'active');
      await announceLive(transaction, 'recording', stream);
      await announceLive(transaction, 'active', { ...stream, status: 'active' });
    }
    await announceRecording(transaction, 'ready', { ...found, model });
  });
}
