import type { Clock } from '../../../ports/clock.ts';
import type { Database } from '../../../ports/database.ts';
import { jsonAnswer, noStore, type RouteHandler } from '../../../ports/http-exchange.ts';
import { SluiceError } from '../../../ports/sluice-error.ts';
import { requireGrant, requireOwnJob } from '../../identity/index.ts';
import { assembleReport } from './assemble-report.ts';
import { loadJobFacts } from './job-facts.ts';

/** The handler of `GET /api/jobs/{id}/report`. */
export function reportHandler(parts: { readonly database: Database; readonly clock: Clock }) {
  const readJobReport: RouteHandler = async (request) => {
    const { jobId } = await requireOwnJob(parts, requireGrant(request), request.params.id ?? '', 'job');
    const facts = await loadJobFacts(parts.database, jobId);
    if (facts === null) throw new SluiceError('reports/not-found', { status: 404, message: 'job not found' });
    return jsonAnswer(200, assembleReport(facts), noStore);
  };
  return { readJobReport };
}
