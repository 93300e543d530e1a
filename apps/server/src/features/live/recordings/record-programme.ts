import { randomBytes } from 'node:crypto';
import type { Presentation } from '@sluice/media';
import type { Logger } from '../../../platform/logger.ts';
import { videoErrors } from '../../../platform/video-api/video-error.ts';
import type { BroadcastOrder } from '../../../ports/broadcast-control.ts';
import type { Programme, ProgrammeStudio } from '../../../ports/programme.ts';
import { isSluiceError } from '../../../ports/sluice-error.ts';
import type { SpaceStage } from '../../../ports/space-stage.ts';
import { findLiveStream } from '../live-stream-store.ts';
import { type ClosingParts, closeRecording } from './close-recording.ts';
import { openRecording, tellPlayable } from './open-recording.ts';
import { holdsRecording, type RecordingRow, renewRecording } from './recording-store.ts';

export interface ProgrammeParts extends ClosingParts {
  readonly studio: ProgrammeStudio;
  readonly stage: SpaceStage;
  /** The bytes at an address that somebody named. @throws {SluiceError}. */
  readonly fetchPicture: (url: string) => Promise<Uint8Array>;
  readonly log: Logger;
}

/**
 * How a programme came to its end. `moved`: another process records its broadcast now. `renewed`: its recording is closed,
 * and the broadcast is to begin another one.
 */
export type ProgrammeEnd = 'ended' | 'moved' | 'renewed';

/** A broadcast that is composed and recorded by this process. */
export interface RecordedProgramme {
  /** Ends it. */
  stop(): void;
  /** Resolves once the recording is closed, or another process has it. */
  readonly over: Promise<ProgrammeEnd>;
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

/** What is recorded, anew or going on from what another process left. */
interface Opening {
  readonly assetId: string;
  readonly left: RecordingRow | null;
}

/** Opens the recording unless it is open, starts what is recorded, and tells when it plays. */
async function begin(parts: ProgrammeParts, order: BroadcastOrder, { assetId, left }: Opening): Promise<Programme> {
  const { database, studio, stage, holder, log } = parts;
  const background = order.background === null ? null : await parts.fetchPicture(order.background);
  const view = stage.look(order.spaceId);
  if (view === null) throw videoErrors.invalid('The space is not active: nobody is connected to it.');
  const fields = {
    ...{ asset_id: assetId, environment_id: order.environmentId, live_stream_id: order.liveStream.id },
    ...{ broadcast_id: order.broadcastId, space_id: order.spaceId, holder },
  };
  if (left === null) await openRecording(database, fields, LEASE_SECONDS);
  let told = Promise.resolve();
  const onPlayable = (model: Presentation): void => {
    told = tellPlayable(database, assetId, model).catch((err: unknown) =>
      log.error({ err, assetId }, 'that a broadcast plays could not be recorded'),
    );
  };
  // Where the database cannot say, the lease may run on.
  const mayStore = () => holdsRecording(database, assetId, holder).catch(() => true);
  try {
    const shape = { layout: order.layout, ...sizeOf(order.resolution), background, view };
    const continues = (left?.model ?? null) as Presentation | null;
    const programme = await studio.start({ assetId, continues, ...shape }, { onPlayable, mayStore });
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
): Promise<ProgrammeEnd> {
  const { stage, log } = parts;
  const stopWatching = stage.watch(spaceId, () => {
    const view = stage.look(spaceId);
    if (view !== null) programme.show(view);
  });
  const stopKeeping = keep(parts, assetId, programme, maxSeconds);
  stage.setBroadcasting(spaceId, true);
  const failure: unknown = await programme.done.then(
    () => null,
    (err: unknown) => err,
  );
  if (failure !== null) log.error({ err: failure, assetId }, 'a broadcast broke off');
  stopWatching();
  stopKeeping();
  stage.setBroadcasting(spaceId, false);
  if (!(await closeRecording(parts, assetId))) return 'moved';
  return isSluiceError(failure, 'programme/not-continued') ? 'renewed' : 'ended';
}

/**
 * Composes the space that is in this process and records it, until it is stopped. `left`: what another process recorded
 * of it before, which is this one's now and goes on. @throws {SluiceError}.
 */
export async function recordProgramme(
  parts: ProgrammeParts,
  order: BroadcastOrder,
  left: RecordingRow | null,
): Promise<RecordedProgramme> {
  const stream = await findLiveStream(parts.database, order.environmentId, order.liveStream.id);
  const assetId = left?.asset_id ?? randomBytes(ASSET_ID_BYTES).toString('hex');
  const programme = await begin(parts, order, { assetId, left });
  const pastSeconds = left === null ? 0 : (Date.now() - left.started_at.getTime()) / 1000;
  const maxSeconds = (stream?.max_duration_seconds ?? 0) - pastSeconds;
  return { stop: programme.stop, over: runToEnd(parts, order, { assetId, programme, maxSeconds }) };
}
