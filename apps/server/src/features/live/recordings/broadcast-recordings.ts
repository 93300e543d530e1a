import { randomBytes } from 'node:crypto';
import type { Presentation } from '@sluice/media';
import type { Logger } from '../../../platform/logger.ts';
import { videoErrors } from '../../../platform/video-api/video-error.ts';
import type { BroadcastControl, BroadcastOrder } from '../../../ports/broadcast-control.ts';
import type { Programme, ProgrammeStudio } from '../../../ports/programme.ts';
import type { SpaceStage } from '../../../ports/space-stage.ts';
import { findLiveStream } from '../live-stream-store.ts';
import { type ClosingParts, closeRecording } from './close-recording.ts';
import { openRecording, tellPlayable } from './open-recording.ts';
import { type RecordingRow, renewRecording, takeLeftRecordings } from './recording-store.ts';

export interface RecordingParts extends ClosingParts {
  readonly studio: ProgrammeStudio;
  readonly stage: SpaceStage;
  /** Names this process, and no other one ever. */
  readonly holder: string;
  /** The bytes at an address that somebody named. @throws {SluiceError}. */
  readonly fetchPicture: (url: string) => Promise<Uint8Array>;
  /** A programme ended by itself: its broadcast is to rest. */
  readonly onEnded: (broadcast: Pick<RecordingRow, 'environment_id' | 'space_id' | 'broadcast_id'>) => Promise<void>;
  readonly log: Logger;
}

/** Broadcasts of the spaces of this process, and the closing of what others left behind. */
export interface BroadcastRecordings {
  readonly control: BroadcastControl;
  /** Closes recordings whose process is gone. Call it every few seconds. */
  sweep(): Promise<void>;
  /** Ends all programmes of this process. */
  stop(): Promise<void>;
}

interface Running {
  readonly programme: Programme;
  readonly over: Promise<void>;
}

const LEASE_SECONDS = 15;
const RENEW_MS = 4000;
/** Like that of a film: 64 lower-case hexadecimal digits. */
const ASSET_ID_BYTES = 32;

const sizeOf = (resolution: string) => {
  const [width = 0, height = 0] = resolution.split('x').map(Number);
  return { width, height };
};

export function createBroadcastRecordings(parts: RecordingParts): BroadcastRecordings {
  const { database, studio, stage, holder, log } = parts;
  const running = new Map<string, Running>();

  /** Keeps the lease while the programme runs; ends it when somebody wants that, or it has lasted long enough. */
  function keep(assetId: string, programme: Programme, maxSeconds: number): () => void {
    const untilMs = performance.now() + maxSeconds * 1000;
    const timer = setInterval(async () => {
      const isOurs = await renewRecording(database, assetId, holder, LEASE_SECONDS).catch((err: unknown) => {
        log.warn({ err, assetId }, 'the lease of a broadcast could not be renewed');
        return true;
      });
      if (!isOurs || performance.now() > untilMs) programme.stop();
    }, RENEW_MS);
    return () => clearInterval(timer);
  }

  async function runToEnd(order: BroadcastOrder, assetId: string, programme: Programme, maxSeconds: number) {
    const { spaceId, broadcastId } = order;
    const stopWatching = stage.watch(spaceId, () => {
      const view = stage.look(spaceId);
      if (view !== null) programme.show(view);
    });
    const stopKeeping = keep(assetId, programme, maxSeconds);
    stage.setBroadcasting(spaceId, true);
    await programme.done.catch((err: unknown) => log.error({ err, assetId }, 'a broadcast broke off'));
    stopWatching();
    stopKeeping();
    stage.setBroadcasting(spaceId, false);
    await closeRecording(parts, assetId);
    running.delete(broadcastId);
  }

  async function begin(order: BroadcastOrder, assetId: string): Promise<Programme> {
    const view = stage.look(order.spaceId);
    if (view === null) throw videoErrors.invalid('Nobody is connected to the space at this server.');
    const background = order.background === null ? null : await parts.fetchPicture(order.background);
    const shape = { layout: order.layout, ...sizeOf(order.resolution), background, view };
    await openRecording(database, recordingOf(order, assetId, holder), LEASE_SECONDS);
    let told = Promise.resolve();
    const onPlayable = (model: Presentation): void => {
      told = tellPlayable(database, assetId, model).catch((err: unknown) =>
        log.error({ err, assetId }, 'that a broadcast plays could not be recorded'),
      );
    };
    try {
      const programme = await studio.start({ assetId, ...shape }, { onPlayable });
      // One that plays only at its very end is told of before it is closed.
      return { ...programme, done: programme.done.finally(() => told) };
    } catch (error) {
      await closeRecording(parts, assetId);
      throw error;
    }
  }

  const control: BroadcastControl = {
    async start(order) {
      const stream = await findLiveStream(database, order.environmentId, order.liveStream.id);
      const assetId = randomBytes(ASSET_ID_BYTES).toString('hex');
      const programme = await begin(order, assetId);
      const over = runToEnd(order, assetId, programme, stream?.max_duration_seconds ?? 0);
      running.set(order.broadcastId, { programme, over });
      over
        .then(() => parts.onEnded(recordingOf(order, assetId, holder)))
        // Its lease runs out, and then it is closed again.
        .catch((err: unknown) => log.error({ err, assetId }, 'the end of a broadcast could not be recorded'));
    },
    async stop(broadcastId) {
      const found = running.get(broadcastId);
      found?.programme.stop();
      await found?.over;
    },
  };

  return {
    control,
    async sweep() {
      for (const left of await takeLeftRecordings(database, holder, LEASE_SECONDS)) {
        // One of our own whose lease could not be renewed in time.
        if (running.has(left.broadcast_id)) continue;
        log.warn({ assetId: left.asset_id }, 'closing a recording that its process left');
        await closeRecording(parts, left.asset_id);
        await parts.onEnded(left);
      }
    },
    async stop() {
      await Promise.allSettled([...running.keys()].map((id) => control.stop(id)));
    },
  };
}

const recordingOf = (order: BroadcastOrder, assetId: string, holder: string) => ({
  ...{ asset_id: assetId, environment_id: order.environmentId, live_stream_id: order.liveStream.id },
  ...{ broadcast_id: order.broadcastId, space_id: order.spaceId, holder },
});
