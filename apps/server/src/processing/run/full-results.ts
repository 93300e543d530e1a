import type { FailedStage, Stage } from '../job/stage.ts';
import type { JobReport } from './job-report.ts';
import { streamResults } from './stream-results.ts';

const STAGES = ['source', 'cover', 'preview', 'transcode'] as const;
type StageName = (typeof STAGES)[number];

/** The payload of `video:full`, completed or failed, Vylux contract §8.4. Field names are the contract's. */
export function fullResults(report: JobReport, hash: string, baseUrl: string): Record<string, unknown> {
  const { cover, preview, transcode } = report;
  return {
    stages: Object.fromEntries(STAGES.map((name) => [name, stageResult(report[name])])),
    artifacts: {
      ...(cover?.status === 'ready' ? { cover: cover.value } : {}),
      ...(preview?.status === 'ready' ? { preview: preview.value } : {}),
      ...(transcode?.status === 'ready' ? { transcode: streamResults(transcode.value, hash, baseUrl) } : {}),
    },
    retry_plan: retryPlan(report),
  };
}

/** Names of the failed stages, sorted. */
export function failedStages(report: JobReport): StageName[] {
  return STAGES.filter((name) => report[name]?.status === 'failed').sort();
}

/** `retryable` is the contract's word for "a retry plan covers it", which is so for every failed stage. */
function stageResult(stage: Stage<unknown> | null): Record<string, unknown> {
  if (stage === null) return { status: 'pending' };
  if (stage.status === 'skipped') return { status: 'skipped', reason: stage.reason };
  if (stage.status === 'ready') return { status: 'ready' };
  return { status: 'failed', error_code: stage.code, error: stage.error, retryable: true };
}

function retryPlan({ source, cover, preview, transcode }: JobReport): Record<string, unknown> {
  if (source.status === 'failed') {
    return plan('retry_job', ['video:full'], ['source'], 'source download failed');
  }
  const artifacts = [
    ...(cover?.status === 'failed' ? ['cover'] : []),
    ...(preview?.status === 'failed' ? ['preview'] : []),
  ];
  if (artifacts.length > 0) {
    const stages = [...artifacts, 'transcode'];
    return plan('retry_tasks', stages.map(jobTypeOf), stages, 'cover/preview stage failed');
  }
  if (transcode?.status === 'failed') {
    return plan('retry_tasks', ['video:transcode'], ['transcode'], transcodeReason(transcode));
  }
  return { allowed: false, strategy: 'none' };
}

function plan(strategy: string, jobTypes: string[], stages: string[], reason: string): Record<string, unknown> {
  return { allowed: true, strategy, job_types: jobTypes, stages, reason };
}

function jobTypeOf(stage: string): string {
  return `video:${stage}`;
}

function transcodeReason({ code }: FailedStage): string {
  if (code === 'prepare_failed') return 'transcode preparation failed';
  return code === 'upload_failed' ? 'transcode upload failed' : 'transcode stage failed';
}
