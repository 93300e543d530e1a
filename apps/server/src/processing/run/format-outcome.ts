import type { FilmRequest, JobOutcome } from '../../ports/film-job.ts';
import type { FailedStage } from '../job/stage.ts';
import { failedStages, fullResults } from './full-results.ts';
import type { JobReport } from './job-report.ts';
import { streamResults } from './stream-results.ts';

/** The outcome that the contract wants for how the stages of a job ended (Vylux contract §8.2 to §8.5). */
export function formatOutcome(request: FilmRequest, report: JobReport, baseUrl: string): JobOutcome {
  const failures = failuresOf(report);
  const results = request.type === 'video:full' ? fullResults(report, request.hash, baseUrl) : null;
  const [first] = failures;
  if (first !== undefined) {
    const error =
      request.type === 'video:full' ? `video:full failed: [${failedStages(report).join(' ')}]` : first.error;
    return { status: 'failed', error, results, retryable: failures.every(({ retryable }) => retryable) };
  }
  const presentation = report.transcode?.status === 'ready' ? report.transcode.value : null;
  return { status: 'completed', results: results ?? singleResults(request, report, baseUrl), presentation };
}

function failuresOf({ source, cover, preview, transcode }: JobReport): FailedStage[] {
  return [source, cover, preview, transcode].filter((stage) => stage?.status === 'failed');
}

/** The payload of a job with one stage. */
function singleResults({ hash }: FilmRequest, { cover, preview, transcode }: JobReport, baseUrl: string): unknown {
  if (transcode?.status === 'ready') return streamResults(transcode.value, hash, baseUrl);
  const artifact = cover ?? preview;
  return artifact?.status === 'ready' ? artifact.value : null;
}
