import { decide, encodePercent, type Grant } from '@sluice/access';
import type { Database } from '../../../ports/database.ts';
import type { HttpAnswer, HttpRequest } from '../../../ports/http-exchange.ts';
import type { SluiceError } from '../../../ports/sluice-error.ts';
import { findJobOwner, isJobId, type JobOwner, requireGrant } from '../../identity/index.ts';
import type { Admission } from '../gate.ts';
import type { GatedHandler } from '../gated-handler.ts';
import { limitDetails } from '../limits/limit-refusal.ts';
import { locate } from '../locate.ts';
import { admitObserved, type ObservedParts } from '../observed-admission.ts';
import { refusalError } from '../refusal-error.ts';
import { clientFacts } from '../request-facts.ts';
import { linkGrant } from './link-grant.ts';
import { linkedJobOf } from './linked-job.ts';

/** An object of the asset of a job that was let through. */
export interface Linked {
  readonly jobId: string;
  readonly admission: Admission & { readonly grant: Grant };
  /** Whether the id alone was enough, and is for what lies below. */
  readonly isPublic: boolean;
}

export type LinkedHandler = (linked: Linked, request: HttpRequest) => Promise<HttpAnswer>;

/** What an address with the id of a job means. */
export interface LinkPlace {
  /** Path of the object below the asset, percent-encoded, that is decided on. */
  readonly path: (params: HttpRequest['params']) => string;
  /** Said of an unknown job, of one that is nobody's or was taken back, and of what is not there: one for all. */
  readonly missing: () => SluiceError;
}

/** Makes the handlers of addresses with the id of a job (LynxVizion contract §7); there is no other way to make one. */
export interface LinkGuard {
  job(place: LinkPlace, handle: LinkedHandler): GatedHandler;
  /** The job is named in the query; without one, `own` answers the user who calls. */
  jobOrUser(
    place: LinkPlace,
    handle: LinkedHandler,
    own: (grant: Grant, request: HttpRequest) => Promise<HttpAnswer>,
  ): GatedHandler;
}

export interface LinkGuardParts extends ObservedParts {
  readonly database: Database;
  /** False asks for a playback token besides the id. */
  readonly isPublic: boolean;
  readonly urlSeconds: number;
}

/** Never the operator's: whoever makes jobs with `X-API-Key` shows their ids around, and guards assets by policy. */
async function findUsersJob({ database }: LinkGuardParts, jobId: string): Promise<JobOwner | null> {
  const job = isJobId(jobId) ? await findJobOwner(database, jobId) : undefined;
  return job === undefined || job.ownerId === null ? null : job;
}

type Admitted = Linked['admission'] | null;

/** By the id alone. Null where there is no asset, or the address was taken back. */
async function admitAnybody(
  parts: LinkGuardParts,
  request: HttpRequest,
  jobId: string,
  target: string,
): Promise<Admitted> {
  const place = await locate(parts, target);
  if (!place.ok || place.asset === null) return null;
  const { assetId, asset, rest: path, nowSeconds, parsed } = place;
  const grant = linkGrant({ jobId, asset, nowSeconds, urlSeconds: parts.urlSeconds });
  const asked = { action: 'read', resource: { kind: 'path', path: parsed.path, assetId } } as const;
  const decision = decide(grant, { ...asked, ...clientFacts(request, parts.crypto) }, nowSeconds, parts.revocations);
  if (decision.ok) return { ok: true, assetId, asset, path, grant, carrier: 'query', pathToken: null, nowSeconds };
  if (decision.reason === 'edge_stale') throw refusalError(decision.reason);
  return null;
}

/** By a playback token in any carrier of the gate, whatever the policy of the asset. */
async function admitHolder(parts: LinkGuardParts, request: HttpRequest, target: string): Promise<Admitted> {
  const pathToken = /^\/_t\/[^/?]*/.exec(request.rawTarget)?.[0] ?? '';
  const query = /\?.*$/s.exec(request.rawTarget)?.[0] ?? '';
  const rule = { isOpenWhenPublic: false, unknownAccess: 'protected' } as const;
  const admission = await admitObserved(parts, request, pathToken + target + query, rule);
  if (!admission.ok) throw refusalError(admission.reason, limitDetails(admission));
  const { grant } = admission;
  // A CDN asks for media, for all of its viewers; addresses for one viewer are none of its business.
  if (grant === null || grant.resource.kind !== 'paths') throw refusalError('acl_mismatch');
  return { ...admission, grant };
}

/** Job → asset → grant → decision, before any store is touched. */
export function createLinkGuard(parts: LinkGuardParts): LinkGuard {
  const { isPublic } = parts;
  async function answer(jobId: string, place: LinkPlace, handle: LinkedHandler, request: HttpRequest) {
    const job = await findUsersJob(parts, jobId);
    if (job === null) throw place.missing();
    const target = `/v/${encodePercent(job.assetId)}/${place.path(request.params)}`;
    const admission = isPublic
      ? await admitAnybody(parts, request, job.jobId, target)
      : await admitHolder(parts, request, target);
    if (admission === null) throw place.missing();
    return handle({ jobId: job.jobId, admission, isPublic }, request);
  }
  const gated = (handler: (request: HttpRequest) => Promise<HttpAnswer>) => handler as unknown as GatedHandler;
  return {
    job: (place, handle) => gated((request) => answer(request.params.job_id ?? '', place, handle, request)),
    jobOrUser: (place, handle, own) =>
      gated((request) => {
        const jobId = linkedJobOf(request.rawTarget);
        return jobId === null ? own(requireGrant(request), request) : answer(jobId, place, handle, request);
      }),
  };
}
