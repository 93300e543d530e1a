import { randomUUID } from 'node:crypto';
import type { Grant } from '@sluice/access';
import type { Clock } from '../../ports/clock.ts';
import type { Database, Transaction } from '../../ports/database.ts';
import type { JobQueue, QueueName } from '../../ports/job-queue.ts';
import type { ObjectInfo, ObjectStore } from '../../ports/object-store.ts';
import { isSluiceError, SluiceError } from '../../ports/sluice-error.ts';
import type { TraceContext } from '../../ports/tracing.ts';
import { type AssetAccess, insertAsset } from '../assets/index.ts';
import { findAssetOwner, ownerOfNew, requireOwnership } from '../identity/index.ts';
import type { Providers } from '../storage/index.ts';
import { jobFingerprint } from './job-fingerprint.ts';
import { findReusableJob, insertJob, type JobRow, supersedeJob } from './job-store.ts';
import type { JobOrder } from './parse-create-body.ts';
import { assetsIn } from './recording-results.ts';
import { isRecordingJob } from './recording-source.ts';
import { orDatabaseError } from './require-job.ts';
import { decideQueue, type SourceLimits } from './source-limits.ts';

export interface JobCreation {
  readonly database: Database;
  readonly queue: JobQueue;
  /** Where sources are, by name. */
  readonly providers: Pick<Providers, 'open'>;
  readonly limits: SourceLimits;
  /** Policy of an asset that is new. */
  readonly defaultAccess: AssetAccess;
  readonly clock: Clock;
}

/** A job that takes an order: a new one, or the equal one that exists. */
export interface Created {
  readonly isNew: boolean;
  readonly id: string;
  readonly type: string;
  readonly status: JobRow['status'];
  /** The equal job; null for a new one. */
  readonly equal: JobRow | null;
}

const fault = (message: string, cause: unknown): SluiceError =>
  new SluiceError('jobs/not-created', { status: 500, message, cause });

/** How often an equal job may fail between our look and our insert before we give up. */
const MAX_RACES = 3;

/** Where the source of an order is. Refuses one that names no provider. */
async function storeOf({ providers }: JobCreation, provider: string | null): Promise<ObjectStore> {
  const store = await providers.open(provider ?? 'source');
  if (store !== null) return store;
  const message = `provider ${JSON.stringify(provider?.slice(0, 100))} does not exist`;
  throw new SluiceError('jobs/provider-missing', { status: 400, message });
}

async function headSource(look: () => Promise<ObjectInfo | null>): Promise<ObjectInfo | null> {
  try {
    return await look();
  } catch (cause) {
    if (isSluiceError(cause, 'storage/invalid-key')) return null;
    throw fault('failed to enqueue task', cause);
  }
}

/** Done in a moment, so it goes before films that wait (Vylux contract §17). */
const URGENT_TYPES: ReadonlySet<string> = new Set(['image:thumbnail']);

/** An order that was looked at: either an equal job exists, or it is known where a new one is queued. */
interface Candidate {
  readonly order: JobOrder;
  readonly fingerprint: string;
  readonly equal: JobRow | null;
  /** A completed job that would be equal, were its source still the same. */
  readonly outdated: JobRow | null;
  readonly queue: QueueName;
  /** Null where it cannot be looked at, which is for the worker to tell. */
  readonly found: ObjectInfo | null;
}

/** Asks the store once, however often it is needed. */
function lookAt(store: ObjectStore, key: string): () => Promise<ObjectInfo | null> {
  let looking: Promise<ObjectInfo | null> | undefined;
  return () => {
    looking ??= store.head(key);
    return looking;
  };
}

/**
 * Whether the results of an equal job were made from what the source no longer is, or are not what it made any more:
 * what stands beside a recording can be deleted, or replaced by another order. `now`: null where nothing can be seen.
 */
async function isOutdated(
  store: ObjectStore,
  { status, source_etag: madeFrom, results }: JobRow,
  now: ObjectInfo | null,
) {
  if (status !== 'completed') return false;
  if (madeFrom !== null && now !== null && now.etag !== madeFrom) return true;
  for (const { key, etag: made } of assetsIn(results)) {
    // A store that is away tells nothing of what is there.
    const info = await store.head(key).catch(() => undefined);
    if (info !== undefined && info?.etag !== made) return true;
  }
  return false;
}

/** Nobody learns of jobs, or adds to assets, that are not theirs; providers are the operator's but for the sources. */
async function requireOwn({ database, clock }: JobCreation, { hash, provider }: JobOrder, grant: Grant): Promise<void> {
  if (provider !== null) requireOwnership(grant, null, clock);
  const asset = await orDatabaseError(findAssetOwner(database, hash));
  if (asset !== undefined) requireOwnership(grant, asset.ownerId, clock);
}

async function examine(creation: JobCreation, order: JobOrder, { grant }: JobOrigin): Promise<Candidate> {
  await requireOwn(creation, order, grant);
  const store = await storeOf(creation, order.provider);
  const look = lookAt(store, order.source);
  const seen = () => look().catch(() => null);
  const fingerprint = jobFingerprint(order);
  const reusable = await orDatabaseError(findReusableJob(creation.database, fingerprint));
  const outdated = reusable !== null && (await isOutdated(store, reusable, await seen())) ? reusable : null;
  if (reusable !== null && outdated === null) {
    requireOwnership(grant, reusable.owner_id, creation.clock);
    return { order, fingerprint, equal: reusable, outdated, queue: reusable.queue, found: null };
  }
  const queue = await decideQueue(order.type, () => headSource(look), creation.limits);
  return { order, fingerprint, equal: null, outdated, queue, found: await seen() };
}

/** Where new jobs come from. */
export interface JobOrigin {
  /** What they belong to. */
  readonly trace: TraceContext;
  /** What they retry; null for none. */
  readonly retryOfJobId: string | null;
  /** What whoever orders them may do. */
  readonly grant: Grant;
  /** Of a job that is ordered alone, and never equal to another: how it is called. */
  readonly name?: { readonly id: string; readonly title: string | null };
}

const idTaken = (): SluiceError => new SluiceError('jobs/id-taken', { status: 409, message: 'Video already exists' });

/** Rolls the transaction back: an equal job was created since we looked. */
class EqualAppeared extends Error {}

/** Who owns the job: whoever owns its asset, which is made where it is new. */
async function ownerOf(
  { defaultAccess, clock }: JobCreation,
  transaction: Transaction,
  { type, hash }: JobOrder,
  grant: Grant,
): Promise<string | null> {
  // What is made of a recording is played from where it is: there is nothing to hold a policy for.
  if (isRecordingJob(type)) return ownerOfNew(grant);
  const { ownerId } = await insertAsset(transaction, { id: hash, access: defaultAccess, ownerId: ownerOfNew(grant) });
  requireOwnership(grant, ownerId, clock);
  return ownerId;
}

async function insertAndEnqueue(
  creation: JobCreation,
  transaction: Transaction,
  { order, fingerprint, outdated, queue, found }: Candidate,
  { trace, retryOfJobId, grant, name }: JobOrigin,
): Promise<Created> {
  const { id, title } = name ?? { id: randomUUID(), title: null };
  const ownerId = await ownerOf(creation, transaction, order, grant);
  if (outdated !== null) await supersedeJob(transaction, outdated.id);
  const seen = { sourceEtag: found?.etag ?? null, sourceBytes: found?.size ?? null };
  const job = { id, fingerprint, queue, trace, retryOfJobId, ownerId, title, ...seen };
  if (!(await insertJob(transaction, job, order))) throw name === undefined ? new EqualAppeared() : idTaken();
  await creation.queue.enqueue(transaction, queue, id, { isUrgent: URGENT_TYPES.has(order.type) });
  return { isNew: true, id, type: order.type, status: 'queued', equal: null };
}

const existing = (job: JobRow): Created => ({
  ...{ isNew: false, id: job.id, type: job.type, status: job.status },
  equal: job,
});

/** Rows, assets and queue entries of all that are new in one transaction; null when an equal job was created meanwhile. */
async function createCandidates(
  creation: JobCreation,
  candidates: readonly Candidate[],
  origin: JobOrigin,
): Promise<readonly Created[] | null> {
  if (candidates.every(({ equal }) => equal !== null))
    return candidates.flatMap(({ equal }) => equal ?? []).map(existing);
  try {
    return await creation.database.transaction().execute(async (transaction) => {
      const created: Created[] = [];
      for (const candidate of candidates) {
        const { equal } = candidate;
        created.push(
          equal === null ? await insertAndEnqueue(creation, transaction, candidate, origin) : existing(equal),
        );
      }
      return created;
    });
  } catch (cause) {
    if (cause instanceof EqualAppeared) return null;
    // A refusal, and no fault of ours.
    if (cause instanceof SluiceError && cause.status < 500) throw cause;
    throw fault('failed to enqueue task', cause);
  }
}

/**
 * Creates a job for each order, or finds the equal one that exists: all or none. Refusals are those of Vylux contract
 * §7.3 and §7.5. New jobs remember where they come from.
 */
export async function createJobs(
  creation: JobCreation,
  orders: readonly JobOrder[],
  origin: JobOrigin,
): Promise<readonly Created[]> {
  for (let race = 0; race < MAX_RACES; race++) {
    const candidates: Candidate[] = [];
    for (const order of orders) candidates.push(await examine(creation, order, origin));
    const created = await createCandidates(creation, candidates, origin);
    if (created !== null) return created;
  }
  throw fault('failed to enqueue task', new Error('equal jobs keep failing'));
}
