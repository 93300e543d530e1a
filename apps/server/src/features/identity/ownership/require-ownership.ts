import type { Grant } from '@sluice/access';
import { type Clock, unixSeconds } from '../../../ports/clock.ts';
import type { Database } from '../../../ports/database.ts';
import type { HttpRequest } from '../../../ports/http-exchange.ts';
import { identityErrors } from '../identity-error.ts';
import { decideOwnership, ownerOfNew } from './decide-ownership.ts';
import { decideStoragePath } from './decide-storage-path.ts';
import { isJobId } from './job-id.ts';
import { findJobOwner, type JobOwner } from './owner-store.ts';

/** What the credential of a request opens. A route whose row asks for none has no grant: that is a fault of ours. */
export function requireGrant({ grant }: HttpRequest): Grant {
  if (grant === undefined) throw new TypeError('a handler of owned things stands behind a row without a credential');
  return grant;
}

/** @throws {SluiceError} 403 `Resource does not belong to this user`. */
export function requireOwnership(grant: Grant, ownerId: string | null, clock: Clock): void {
  if (!decideOwnership(grant, ownerId, 'manage', unixSeconds(clock)).ok) throw identityErrors.notTheirs();
}

/**
 * The key of a source that the holder of this grant means: any for the operator, exactly as it is; what a user may name
 * as a path of theirs.
 * @throws {SluiceError} 403 `Storage path does not belong to this user`.
 */
export function requireSourceKey(grant: Grant, key: string): string {
  const userId = ownerOfNew(grant);
  if (userId === null) return key;
  const decision = decideStoragePath(userId, key);
  if (decision.ok && decision.kind === 'own') return decision.path;
  throw identityErrors.storagePath();
}

/**
 * The job that a route of users names, if the grant reaches it.
 * @throws {SluiceError} 404 `<thing> not found`, also for a text that is no id; 403 for what is somebody else's.
 */
export async function requireOwnJob(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  grant: Grant,
  jobId: string,
  thing: string,
): Promise<JobOwner> {
  const job = isJobId(jobId) ? await findJobOwner(database, jobId) : undefined;
  if (job === undefined) throw identityErrors.notFound(thing);
  requireOwnership(grant, job.ownerId, clock);
  return job;
}
