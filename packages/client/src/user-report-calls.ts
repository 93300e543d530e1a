import type { SharedReport, SharedReportBody, SharedReportView } from '@sluice/contract';
import type { CallOptions } from './call-options.ts';
import type { Connection } from './connection.ts';
import { orNull } from './or-null.ts';

/** Reports that a user shows to whoever has their share hash. */
export interface UserReportCalls {
  createSharedReport(body: SharedReportBody, options?: CallOptions): Promise<SharedReportView>;
  /** All that one video has, newest first. */
  listSharedReports(jobId: string, options?: CallOptions): Promise<SharedReportView[]>;
  /** What everybody with the hash sees. Null when it is missing, deleted, turned off or expired. */
  findSharedReport(shareHash: string, options?: CallOptions): Promise<SharedReport | null>;
  /** Takes the `id`, not the hash; nobody sees the report from the next request on. */
  deleteSharedReport(id: string, options?: CallOptions): Promise<void>;
}

const SHARES = '/api/shared-reports';
const sharePath = (id: string): string => `${SHARES}/${encodeURIComponent(id)}`;

export function createUserReportCalls(send: Connection['send']): UserReportCalls {
  return {
    createSharedReport: (json, { signal } = {}) => send({ method: 'POST', path: SHARES, json, signal }),
    listSharedReports: (jobId, { signal } = {}) =>
      send({ method: 'GET', path: `/api/videos/${encodeURIComponent(jobId)}/shared-reports`, signal }),
    findSharedReport: (shareHash, { signal } = {}) =>
      orNull(send({ method: 'GET', path: sharePath(shareHash), signal })),
    deleteSharedReport: async (id, { signal } = {}) =>
      void (await send({ method: 'DELETE', path: sharePath(id), signal })),
  };
}
