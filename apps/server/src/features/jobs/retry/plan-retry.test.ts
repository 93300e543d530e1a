import { describe, expect, it } from 'vitest';
import { type FailedJobRow, planRetry } from './plan-retry.ts';

const failed: FailedJobRow = {
  ...{ type: 'video:full', hash: 'film', source: 'uploads/film.mp4', provider: 'archive', status: 'failed' },
  options: { cover: { timestamp_sec: 2 }, transcode: { encrypt: true } },
  callback_url: 'https://app.example/hook',
  callback_user_id: '550e8400-e29b-41d4-a716-446655440000',
  results: null,
};
const withPlan = (plan: object): FailedJobRow => ({ ...failed, results: { stages: {}, retry_plan: plan } });
const common = {
  ...{ hash: 'film', source: 'uploads/film.mp4', provider: 'archive' },
  callbackUrl: 'https://app.example/hook',
  callbackUserId: '550e8400-e29b-41d4-a716-446655440000',
};

describe('planRetry', () => {
  it('orders a job with one stage once more as it was', () => {
    const job = { ...failed, type: 'video:cover', options: { timestamp_sec: 2 } };
    expect(planRetry(job)).toEqual({
      strategy: 'retry_job',
      orders: [{ ...common, type: 'video:cover', options: { timestamp_sec: 2 } }],
    });
  });

  it('orders the whole of video:full where nothing is known of its stages', () => {
    expect(planRetry(failed)).toMatchObject({
      strategy: 'retry_job',
      orders: [{ type: 'video:full', options: failed.options }],
    });
  });

  it('orders one job for each planned stage, each with its own options, cover first', () => {
    const plan = {
      allowed: true,
      strategy: 'retry_tasks',
      job_types: ['video:transcode', 'video:preview', 'video:cover'],
    };
    expect(planRetry(withPlan(plan))).toEqual({
      strategy: 'retry_tasks',
      orders: [
        { ...common, type: 'video:cover', options: { timestamp_sec: 2 } },
        { ...common, type: 'video:preview', options: {} },
        { ...common, type: 'video:transcode', options: { encrypt: true } },
      ],
    });
  });

  it('orders the whole job where the plan says so', () => {
    const plan = { allowed: true, strategy: 'retry_job', job_types: ['video:full'] };
    expect(planRetry(withPlan(plan)).orders).toEqual([{ ...common, type: 'video:full', options: failed.options }]);
  });

  it.each(['queued', 'processing', 'completed', 'cancelled'] as const)('refuses a job that is %s', (status) => {
    expect(() => planRetry({ ...failed, status })).toThrow('only failed jobs can be retried');
  });

  it.each([
    [withPlan({ allowed: false, strategy: 'none' }), 'job has no retry plan'],
    [withPlan({ allowed: true, strategy: 'retry_tasks', job_types: [] }), 'job has no retry plan'],
    [withPlan({ allowed: true, strategy: 'retry_tasks' }), 'job has no retry plan'],
    [withPlan({ allowed: true, strategy: 'retry_tasks', job_types: ['video:x'] }), 'stored workflow state is invalid'],
    [withPlan({ allowed: 'yes' }), 'stored workflow state is invalid'],
    [{ ...failed, results: [] }, 'stored workflow state is invalid'],
    [{ ...failed, options: { cover: { wrong: 1 } } }, 'stored job options are invalid'],
    [{ ...failed, type: 'video:of-tomorrow' }, 'stored job options are invalid'],
  ])('refuses what cannot be read (%#)', (job, message) => {
    expect(() => planRetry(job)).toThrow(expect.objectContaining({ status: 409, message }));
  });
});
