import { randomBytes } from 'node:crypto';
import type { Presentation } from '@sluice/media';
import type { Logger } from '../../../platform/logger.ts';
import { videoErrors } from '../../../platform/video-api/video-error.ts';
import type { BroadcastOrder } from '../../../ports/broadcast-control.ts';
import type { Programme, ProgrammeStudio } from '../../../ports/programme.ts';
import type { SpaceStage } from '../../../ports/space-stage.ts';
import { findLiveStream } from '../live-stream-store.ts';
import { type ClosingParts, closeRecording } from './close-recording.ts';
import { openRecording, tellPlayable } from './open-recording.ts';
import { renewRecording } from './recording-store.ts';

export interface ProgrammeParts extends ClosingParts {
  readonly studio: ProgrammeStudio;
  readonly stage: SpaceStage;
  /** Names this process, and no other one ever. */
  readonly holder: string;
  /** The bytes at an address that somebody named. @throws {SluiceError}. */
  readonly fetchPicture: (url: string) => Promise<Uint8Array>;
  readonly log: Logger;
}

/** A broadcast that is composed and recorded by this process. */
export interface RecordedProgramme {
  /** Ends it. */
  stop(): void;
  /** Resolves once the recording is closed. */
  readonly over: Promise<void>;
}

export const LEASE_SECONDS = 15;
const RENEW_MS = 2000;
/** Like that of a film: 64 lower-case hexadecimal digits. */
const ASSET_ID_BYTES = 32;

const sizeOf = (resolution: string) => {
  const [width = 0, height = 0] = resolution.split('x').map(Number);
  return { width, height };
};

/** Keeps the lease while the programme runs; ends it when somebody wants that, or it has lasted long enough. */
function keep({ database, holder, log }: ProgrammeParts, assetId: string, programme: Programme, maxSeconds: number) {
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

/** Opens the recording, starts what is recorded, and tells when it plays. */
async function begin(parts: ProgrammeParts, order: BroadcastOrder, assetId: string): Promise<Programme> {
  const { database, studio, stage, holder, log } = parts;
  const background = order.background === null ? null : await parts.fetchPicture(order.background);
  const view = stage.look(order.spaceId);
  if (view === null) throw videoErrors.invalid('The space is not active: nobody is connected to it.');
  const fields = {
    ...{ asset_id: assetId, environment_id: order.environmentId, live_stream_id: order.liveStream.id },
    ...{ broadcast_id: order.broadcastId, space_id: order.spaceId, holder },
  };
  await openRecording(database, fields, LEASE_SECONDS);
  let told = Promise.resolve();
  const onPlayable = (model: Presentation): void => {
    told = tellPlayable(database, assetId, model).catch((err: unknown) =>
      log.error({ err, assetId }, 'that a broadcast plays could not be recorded'),
    );
  };
  try {
    const shape = { layout: order.layout, ...sizeOf(order.resolution), background, view };
    const programme = await studio.start({ assetId, ...shape }, { onPlayable });
    // One that plays only at its very end is told of before it is closed.
    return { ...programme, done: programme.done.finally(() => told) };
  } catch (error) {
    await closeRecording(parts, assetId);
    throw error;
  }
}

async function runToEnd(
  parts: ProgrammeParts,
  { spaceId }: BroadcastOrder,
  { assetId, programme, maxSeconds }: { assetId: string; programme: Programme; maxSeconds: number },
): Promise<void> {
  const { stage, log } = parts;
  const stopWatching = stage.watch(spaceId, () => {
    const view = stage.look(spaceId);
    if (view !== null) programme.show(view);
  });
  const stopKeeping = keep(parts, assetId, programme, maxSeconds);
  stage.setBroadcasting(spaceId, true);
  await programme.done.catch((err: unknown) => log.error({ err, assetId }, 'a broadcast broke off'));
  stopWatching();
  stopKeeping();
  stage.setBroadcasting(spaceId, false);
  await closeRecording(parts, assetId);
}

/** Composes the space that is in this process and records it, until it is stopped. @throws {SluiceError}. */
export async function recordProgramme(parts: ProgrammeParts, order: BroadcastOrder): Promise<RecordedProgramme> {
  const stream = await findLiveStream(parts.database, order.environmentId, order.liveStream.id);
  const assetId = randomBytes(ASSET_ID_BYTES).toString('hex');
  const programme = await begin(parts, order, assetId);
  const maxSeconds = stream?.max_duration_seconds ?? 0;
  return { stop: programme.stop, over: runToEnd(parts, order, { assetId, programme, maxSeconds }) };
}
