import { randomBytes } from 'node:crypto';
import { createShareHash } from '@sluice/access';
import { SharedReportBody } from '@sluice/contract';
import type { Clock } from '../../../ports/clock.ts';
import { unixSeconds } from '../../../ports/clock.ts';
import type { Database } from '../../../ports/database.ts';
import { type HttpRequest, jsonAnswer, noStore, type RouteHandler } from '../../../ports/http-exchange.ts';
import {
  decideOwnership,
  identityErrors,
  readUserBody,
  requireCaller,
  requireGrant,
  requireOwnJob,
} from '../../identity/index.ts';
import { readExpiry } from './read-expiry.ts';
import { deleteShare, insertShare, listShares, loadShare } from './share-store.ts';
import { shareView } from './share-view.ts';

/** Handlers by which users show reports of their own videos, and stop it. */
export function shareHandlers(parts: { readonly database: Database; readonly clock: Clock }) {
  const { database, clock } = parts;

  /** One refusal for what is not there and what is somebody else's. */
  async function ownShareId(request: HttpRequest): Promise<number> {
    const id = request.params.report_id ?? '';
    const share = /^[1-9]\d{0,14}$/.test(id) ? await loadShare(database, Number(id)) : undefined;
    const grant = requireGrant(request);
    const isTheirs = share !== undefined && decideOwnership(grant, share.user_id, 'manage', unixSeconds(clock)).ok;
    if (!isTheirs) throw identityErrors.notFound('Report');
    return share.id;
  }

  const createSharedReport: RouteHandler = async (request) => {
    const { userId } = requireCaller(request);
    const body = readUserBody(SharedReportBody, request.bodyBytes);
    const expiresAt = readExpiry(body.expires_at, clock.nowMs());
    const { jobId } = await requireOwnJob(parts, requireGrant(request), body.video_id, 'Video');
    const hash = createShareHash(randomBytes);
    const share = { user_id: userId, job_id: jobId, share_hash: hash, expires_at: expiresAt };
    return jsonAnswer(201, shareView(await insertShare(database, share)), noStore);
  };

  const deleteSharedReport: RouteHandler = async (request) => {
    const isGone = await deleteShare(database, await ownShareId(request));
    if (!isGone) throw identityErrors.notFound('Report');
    return jsonAnswer(200, { ok: true }, noStore);
  };

  const listSharedReports: RouteHandler = async (request) => {
    const { jobId } = await requireOwnJob(parts, requireGrant(request), request.params.job_id ?? '', 'Video');
    return jsonAnswer(200, (await listShares(database, jobId)).map(shareView), noStore);
  };

  return { createSharedReport, deleteSharedReport, listSharedReports };
}
