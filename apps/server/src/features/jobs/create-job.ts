import { randomUUID } from 'node:crypto';
import type { Database } from '../../ports/database.ts';
import type { JobQueue } from '../../ports/job-queue.ts';
import type { ObjectInfo, ObjectStore } from '../../ports/object-store.ts';
import { isSluiceError, SluiceError } from '../../ports/sluice-error.ts';
import { type AssetAccess, insertAsset } from '../assets/index.ts';
import { jobFingerprint } from './job-fingerprint.ts';
import { findReusableJob, insertJob, type JobRow } from './job-store.ts';
import type { JobOrder } from './parse-create-body.ts';
import { decideQueue, type SourceLimits } from './source-limits.ts';

export interface JobCreation {
  readonly database: Database;
  readonly queue: JobQueue;
  readonly source: ObjectStore;
  readonly limits: SourceLimits;
  /** Policy of an asset that is new. */
  readonly defaultAccess: AssetAccess;
}

export type Created = { readonly isNew: true; readonly id: string } | { readonly isNew: false; readonly job: JobRow };

const fault = (message: string, cause: unknown): SluiceError =>
  new SluiceError('jobs/not-created', { status: 500, message, cause });

/** How often an equal job may fail between our look and our insert before we give up. */
const MAX_RACES = 3;

async function headSource({ source }: JobCreation, key: string): Promise<ObjectInfo | null> {
  try {
    return await source.head(key);
  } catch (cause) {
    if (isSluiceError(cause, 'storage/invalid-key')) return null;
    throw fault('failed to enqueue task', cause);
  }
}

async function findEqual({ database }: JobCreation, fingerprint: string): Promise<JobRow | null> {
  try {
    return await findReusableJob(database, fingerprint);
  } catch (cause) {
    throw fault('database error', cause);
  }
}

/** Row, asset and queue entry in one transaction; null when an equal job was created meanwhile. */
async function insertAndEnqueue(
  { database, queue, defaultAccess }: JobCreation,
  order: JobOrder,
  job: { fingerprint: string; queue: 'default' | 'large' },
): Promise<string | null> {
  const id = randomUUID();
  try {
    return await database.transaction().execute(async (transaction) => {
      if (!(await insertJob(transaction, { id, ...job }, order))) return null;
      await insertAsset(transaction, order.hash, defaultAccess);
      await queue.enqueue(transaction, job.queue, id);
      return id;
    });
  } catch (cause) {
    throw fault('failed to enqueue task', cause);
  }
}

/** Creates a job, or finds the equal one that exists. Refusals are those of Vylux contract §7.3 and §7.5. */
export async function createJob(creation: JobCreation, order: JobOrder): Promise<Created> {
  const fingerprint = jobFingerprint(order);
  for (let race = 0; race < MAX_RACES; race++) {
    const equal = await findEqual(creation, fingerprint);
    if (equal !== null) return { isNew: false, job: equal };
    const queue = await decideQueue(order.type, () => headSource(creation, order.source), creation.limits);
    const id = await insertAndEnqueue(creation, order, { fingerprint, queue });
    if (id !== null) return { isNew: true, id };
  }
  throw fault('failed to enqueue task', new Error('equal jobs keep failing'));
}
