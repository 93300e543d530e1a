import type { ReportFile, ReportShare } from '@sluice/access';
import type { SharedReport } from '@sluice/contract';
import type { Database } from '../../../ports/database.ts';
import { type ByteObject, type HttpAnswer, type HttpRequest, jsonAnswer } from '../../../ports/http-exchange.ts';
import type { ObjectReader } from '../../../ports/object-store.ts';
import { isSluiceError } from '../../../ports/sluice-error.ts';
import { assetFolder } from '../../assets/index.ts';
import { formatUserTime, identityErrors } from '../../identity/index.ts';
import { drawBitrates } from '../page/bitrate-chart.ts';
import { formatReportPage, reportPagePolicy } from '../page/report-page.ts';
import { assembleReport } from '../report/assemble-report.ts';
import { loadJobFacts } from '../report/job-facts.ts';
import { findShareByHash } from './share-store.ts';

/** A share that was let through. */
export interface FoundShare extends ReportShare {
  readonly hash: string;
  readonly jobId: string;
  readonly createdAt: Date;
}

/** Said of whatever shows nothing, whatever the reason (LynxVizion contract §7). */
export const notShared = () => identityErrors.notFound('Shared report');

/** The share that a hash names; null where there is none or it is turned off. */
export async function findShare(database: Database, hash: string): Promise<FoundShare | null> {
  const row = await findShareByHash(database, hash);
  if (row === undefined) return null;
  const expiresAtSeconds = row.expires_at === null ? null : Math.floor(row.expires_at.getTime() / 1000);
  const createdAtSeconds = Math.floor(row.created_at.getTime() / 1000);
  const { job_id: jobId, created_at: createdAt, asset_id: assetId } = row;
  return { id: String(row.id), hash, jobId, assetId, createdAt, createdAtSeconds, expiresAtSeconds };
}

/** What the gate makes of a handler. */
type Guard<Gated> = (
  file: ReportFile,
  handle: (share: FoundShare, request: HttpRequest) => Promise<HttpAnswer>,
) => Gated;

/** Nobody keeps what may be taken back, and no address with a hash is told to other sites. */
const kept = { 'cache-control': 'private, no-store', 'referrer-policy': 'no-referrer' };

/** Handlers of what a share hash opens. */
export function sharedReportHandlers<Gated>(
  guard: Guard<Gated>,
  { database, media }: { readonly database: Database; readonly media: ObjectReader },
) {
  async function read({ jobId, hash, createdAt }: FoundShare): Promise<SharedReport> {
    const facts = await loadJobFacts(database, jobId);
    if (facts === null) throw notShared();
    return { share_hash: hash, video: assembleReport(facts), created_at: formatUserTime(createdAt) };
  }
  const textAnswer = (text: string, contentType: string, policy: string): HttpAnswer => ({
    status: 200,
    headers: { ...kept, 'content-security-policy': policy },
    body: { kind: 'text', text, contentType },
  });
  return {
    readSharedReport: guard('report.json', async (share) => jsonAnswer(200, await read(share), kept)),
    readSharedBitrates: guard('bitrate.svg', async (share, { rawTarget }) => {
      const shape = rawTarget.endsWith('?shape=narrow') ? 'narrow' : 'wide';
      const picture = drawBitrates((await read(share)).video.renditions, shape);
      return textAnswer(picture, 'image/svg+xml', "default-src 'none'; style-src 'unsafe-inline'; sandbox");
    }),
    readSharedCover: guard('cover.jpg', async (share) => {
      const { video } = await read(share);
      if (!video.artifacts.some(({ kind }) => kind === 'cover')) throw notShared();
      const { info, bytes } = await media
        .readBytes(`${assetFolder(share.assetId)}/cover.jpg`)
        .catch((error: unknown) => {
          throw isSluiceError(error, 'storage/object-missing') ? notShared() : error;
        });
      const object: ByteObject = {
        ...{ size: bytes.byteLength, contentType: 'image/jpeg', etag: info.etag, bytes },
        readBytes: async (range) => (range ? bytes.subarray(range.first, range.last + 1) : bytes),
      };
      return { status: 200, headers: kept, body: { kind: 'object', object } };
    }),
    reportPage: guard('report.json', async (share) => {
      const page = formatReportPage(await read(share), `/api/shared-reports/${share.hash}`);
      return textAnswer(page, 'text/html; charset=UTF-8', reportPagePolicy);
    }),
  };
}
