import { operatorGrant } from '@sluice/access';
import type { DerivedOnUpload } from '@sluice/contract';
import { knownContentType } from '../../platform/content-type.ts';
import { newTraceContext } from '../../platform/trace-context.ts';
import { createJobs, type JobCreation } from './create-job.ts';
import type { JobOrder } from './parse-create-body.ts';
import { recordingHash, recordingProblem } from './recording-source.ts';

/** An object that has come in, and what its account wants of recordings. */
export interface UploadedObject {
  readonly provider: string;
  readonly key: string;
  readonly derive: readonly DerivedOnUpload[];
}

/** Null where nothing is wanted, or the object is no recording by its name. */
export function derivedOrder({ provider: name, key, derive }: UploadedObject): JobOrder | null {
  const isFilm = knownContentType(key)?.startsWith('video/') === true;
  if (derive.length === 0 || !isFilm || recordingProblem(key) !== null) return null;
  const provider = name === 'source' ? null : name;
  const type = derive.includes('thumbnail')
    ? derive.includes('sprite')
      ? 'recording:assets'
      : 'recording:thumbnail'
    : 'recording:sprite';
  const hash = recordingHash(provider, key);
  return { type, hash, source: key, provider, options: {}, callbackUrl: null, callbackUserId: null };
}

/** Orders what an account wants of each of its recordings. Rejects as `POST /api/jobs` refuses. */
export async function orderDerived(creation: JobCreation, uploaded: UploadedObject): Promise<void> {
  const order = derivedOrder(uploaded);
  if (order === null) return;
  await createJobs(creation, [order], { trace: newTraceContext(), retryOfJobId: null, grant: operatorGrant });
}
