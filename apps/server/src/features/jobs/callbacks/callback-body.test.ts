import { expect, it } from 'vitest';
import { callbackBody } from './callback-body.ts';

const job = { id: '25b0dd17-9ef4-4512-baa4-5d80d2a55b41', type: 'video:cover', hash: 'movie-2026-04-01' };

it('is the body of vector A11, byte for byte', () => {
  const results = { key: 'videos/mo/movie-2026-04-01/cover.jpg', format: 'jpg', size: 48213 };
  expect(callbackBody(job, { status: 'completed', results })).toBe(
    '{"job_id":"25b0dd17-9ef4-4512-baa4-5d80d2a55b41","type":"video:cover","hash":"movie-2026-04-01","status":"completed","results":{"key":"videos/mo/movie-2026-04-01/cover.jpg","format":"jpg","size":48213}}',
  );
});

it('has the error of a job that failed, and no results where there are none', () => {
  const body = JSON.parse(callbackBody(job, { status: 'failed', results: null, error: 'extract cover: no frame' }));
  expect(body).toEqual({
    job_id: job.id,
    type: 'video:cover',
    hash: 'movie-2026-04-01',
    status: 'failed',
    error: 'extract cover: no frame',
  });
});
