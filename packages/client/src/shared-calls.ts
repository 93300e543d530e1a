import type {
  AssetPolicy,
  AssetView,
  CreateJobBody,
  IssuedToken,
  IssueTokenBody,
  JobAccepted,
  JobList,
  JobRetried,
  JobStatus,
  JobType,
  JobView,
  PlaybackTokenList,
  PlaybackTokenState,
  RenewedToken,
  Report,
  SourceView,
} from '@sluice/contract';
import type { CallOptions, UploadOptions } from './call-options.ts';
import type { Connection } from './connection.ts';
import { countedStream } from './counted-stream.ts';
import { orNull } from './or-null.ts';
import { queryOf } from './query-of.ts';
import { type WaitOptions, waitForJob } from './wait-for-job.ts';
import { type WatchOptions, watchJob } from './watch-job.ts';

/** Which jobs are asked for; what is left out may be anything. */
export interface JobFilter {
  readonly status?: JobStatus;
  readonly type?: JobType;
  readonly hash?: string;
  /** 1 to 200; 50 unless told. */
  readonly limit?: number;
  /** `next_cursor` of the page before. */
  readonly cursor?: string;
}

/** What the operator may do with everything, and a user with what is theirs. Every method throws `ApiError` for a refusal. */
export interface SharedCalls {
  /** Stores a file at the source provider, as a whole or not at all. */
  uploadSource(key: string, body: Blob | ReadableStream<Uint8Array>, options?: UploadOptions): Promise<SourceView>;
  /** Null when there is no such object. */
  findSource(key: string, options?: CallOptions): Promise<SourceView | null>;
  setAssetAccess(id: string, access: AssetPolicy['access'], options?: CallOptions): Promise<AssetView>;
  /** Null when there is no such asset. */
  findAsset(id: string, options?: CallOptions): Promise<AssetView | null>;
  createJob(body: CreateJobBody, options?: CallOptions): Promise<JobAccepted>;
  getJob(id: string, options?: CallOptions): Promise<JobView>;
  /** What the job made of its source. */
  readJobReport(id: string, options?: CallOptions): Promise<Report>;
  /** Resolves when the job is completed, throws `JobFailedError` when it ends otherwise. */
  waitForJob(id: string, options?: WaitOptions): Promise<JobView>;
  /** The states of a job as they come: the present one first, the final one last. */
  watchJob(id: string, options?: WatchOptions): AsyncGenerator<JobView, void>;
  /** One page, newest first, without results. */
  listJobs(filter?: JobFilter, options?: CallOptions): Promise<JobList>;
  /** Orders anew what failed of a job. */
  retryJob(id: string, options?: CallOptions): Promise<JobRetried>;
  /** For good, and without a callback. The answer is the cancelled job. */
  cancelJob(id: string, options?: CallOptions): Promise<JobView>;
  issuePlaybackToken(body: IssueTokenBody, options?: CallOptions): Promise<IssuedToken>;
  /** Renews a token that was issued as renewable. The token is the credential: a player may do this by itself. */
  renewPlaybackToken(token: string, options?: CallOptions): Promise<RenewedToken>;
  /** One page, newest first. */
  listPlaybackTokens(
    of?: { assetId?: string; subject?: string; cursor?: string },
    options?: CallOptions,
  ): Promise<PlaybackTokenList>;
  /** Null when no such token was issued. */
  findPlaybackToken(id: string, options?: CallOptions): Promise<PlaybackTokenState | null>;
  /** Takes back a token and all that was made from it. */
  revokePlaybackToken(id: string, options?: CallOptions): Promise<void>;
  /** Removes everything that was made of an asset, its jobs, keys and tokens; the source stays. */
  removeMedia(assetId: string, options?: CallOptions): Promise<void>;
}

const keyPath = (key: string): string => `/v1/source/${key.split('/').map(encodeURIComponent).join('/')}`;
const assetPath = (id: string): string => `/v1/assets/${encodeURIComponent(id)}`;

const jobPath = (id: string): string => `/api/jobs/${encodeURIComponent(id)}`;
const tokenPath = (id: string): string => `/v1/playback/tokens/${encodeURIComponent(id)}`;

export function createSharedCalls({ send, open }: Connection): SharedCalls {
  const getJob = (id: string, { signal }: CallOptions = {}): Promise<JobView> =>
    send({ method: 'GET', path: jobPath(id), signal });
  return {
    uploadSource: (key, body, { onProgress, signal } = {}) =>
      send({
        method: 'PUT',
        path: keyPath(key),
        body: onProgress === undefined ? body : countedStream(body, onProgress),
        signal,
      }),
    findSource: (key, { signal } = {}) => orNull(send({ method: 'GET', path: keyPath(key), signal })),
    setAssetAccess: (id, access, { signal } = {}) =>
      send({ method: 'PUT', path: assetPath(id), json: { access }, signal }),
    findAsset: (id, { signal } = {}) => orNull(send({ method: 'GET', path: assetPath(id), signal })),
    createJob: (body, { signal } = {}) => send({ method: 'POST', path: '/api/jobs', json: body, signal }),
    getJob,
    readJobReport: (id, { signal } = {}) =>
      send({ method: 'GET', path: `/api/jobs/${encodeURIComponent(id)}/report`, signal }),
    waitForJob: (id, wait = {}) => waitForJob(() => getJob(id, wait.signal ? { signal: wait.signal } : {}), wait),
    watchJob: (id, watch = {}) =>
      watchJob((lastEventId) => {
        const headers = lastEventId === null ? {} : { 'last-event-id': lastEventId };
        return open({ method: 'GET', path: `${jobPath(id)}/events`, headers, signal: watch.signal });
      }, watch),
    listJobs: (filter = {}, { signal } = {}) =>
      send({ method: 'GET', path: `/api/jobs${queryOf({ ...filter })}`, signal }),
    retryJob: (id, { signal } = {}) => send({ method: 'POST', path: `${jobPath(id)}/retry`, signal }),
    cancelJob: (id, { signal } = {}) => send({ method: 'POST', path: `${jobPath(id)}/cancel`, signal }),
    issuePlaybackToken: (body, { signal } = {}) =>
      send({ method: 'POST', path: '/v1/playback/tokens', json: body, signal }),
    renewPlaybackToken: (token, { signal } = {}) =>
      send({ method: 'POST', path: '/v1/playback/tokens/renew', json: { token }, signal }),
    listPlaybackTokens: ({ assetId, subject, cursor } = {}, { signal } = {}) =>
      send({
        method: 'GET',
        path: `/v1/playback/tokens${queryOf({ asset_id: assetId, subject, cursor })}`,
        signal,
      }),
    findPlaybackToken: (id, { signal } = {}) => orNull(send({ method: 'GET', path: tokenPath(id), signal })),
    revokePlaybackToken: (id, { signal } = {}) => send({ method: 'DELETE', path: tokenPath(id), signal }),
    removeMedia: (assetId, { signal } = {}) =>
      send({ method: 'DELETE', path: `/api/media/${encodeURIComponent(assetId)}`, signal }),
  };
}
