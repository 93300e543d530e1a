import { MacKey, verifyWebhook } from '@sluice/access';
import type { JobCallbacks, JobView } from '@sluice/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../src/adapters/crypto/node.ts';
import { type CallbackReceiver, startCallbackReceiver } from '../fixtures/callback-receiver.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';
import { makeTinyClip } from '../fixtures/tiny-clip.ts';

let server: TestServer;
let receiver: CallbackReceiver;

beforeAll(async () => {
  const [started, receiving, clip] = await Promise.all([
    startTestServer({ OUTGOING_PRIVATE_NETWORKS: '127.0.0.0/8' }),
    startCallbackReceiver({ '/stubborn': [500, 302] }),
    makeTinyClip(1),
  ]);
  [server, receiver] = [started, receiving];
  await server.client.uploadSource('film.mp4', clip);
  await server.client.uploadSource('broken.mp4', new Blob(['this is no film']));
});
afterAll(async () => {
  await server.stop();
  await receiver.stop();
});

async function call<T>(method: 'GET' | 'POST', path: string): Promise<{ status: number; json: T }> {
  const answer = await rawRequest(server.url, path, { method, headers: { 'x-api-key': server.config.API_KEY } });
  return { status: answer.status, json: JSON.parse(answer.body.toString()) as T };
}

const historyOf = async (id: string) => (await call<JobCallbacks>('GET', `/api/jobs/${id}/callbacks`)).json.callbacks;

/** A job that ended, with its end told or given up. */
async function toldJob(hash: string, source: string, callbackUrl: string): Promise<JobView> {
  const order = { type: 'video:cover', hash, source, callback_url: callbackUrl };
  const { job_id: id } = await server.client.createJob(order);
  return told(id ?? '');
}

async function told(id: string): Promise<JobView> {
  for (;;) {
    const job = await server.client.getJob(id);
    if (job.callback_status !== 'pending') return job;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe.concurrent('a callback', () => {
  it('tells the end of a job with a signature over its exact bytes', async () => {
    const job = await toldJob('signed', 'film.mp4', `${receiver.url}/signed`);
    expect(job).toMatchObject({ status: 'completed', callback_status: 'sent' });
    const [received, ...more] = receiver.callsTo('/signed');
    expect(more).toEqual([]);
    if (received === undefined) throw new Error('nothing was received');
    const { headers, bytes } = received;
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'user-agent': 'Vylux-Webhook/1.0' });
    const key = MacKey.fromText(server.config.WEBHOOK_SECRET);
    expect(verifyWebhook(nodeCrypto(), key, bytes, String(headers['x-signature']))).toBe(true);
    expect(JSON.parse(bytes.toString())).toEqual({
      job_id: job.job_id,
      type: 'video:cover',
      hash: 'signed',
      status: 'completed',
      results: job.results,
    });
  });

  it('tells once that a job failed, and why', async () => {
    const job = await toldJob('failed', 'broken.mp4', `${receiver.url}/failed`);
    const bodies = receiver.callsTo('/failed').map(({ bytes }) => JSON.parse(bytes.toString()) as JobView);
    expect(bodies).toEqual([
      { job_id: job.job_id, type: 'video:cover', hash: 'failed', status: 'failed', error: job.error },
    ]);
  });

  it('is repeated after a second and two more when it is refused or redirected, under the same id', async () => {
    const job = await toldJob('stubborn', 'broken.mp4', `${receiver.url}/stubborn`);
    expect(job.callback_status).toBe('sent');
    const calls = receiver.callsTo('/stubborn');
    expect(new Set(calls.map(({ headers }) => headers['x-callback-id'])).size).toBe(1);
    expect(new Set(calls.map(({ bytes }) => bytes.toString())).size).toBe(1);
    const [first, second, third] = calls.map(({ atMs }) => atMs);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(1000);
    expect((third ?? 0) - (second ?? 0)).toBeGreaterThanOrEqual(2000);
    expect(receiver.callsTo('/elsewhere')).toEqual([]);
    const [history] = await historyOf(job.job_id);
    expect(history).toMatchObject({ status: 'sent' });
    expect(history?.attempts.map(({ number, status_code: status }) => [number, status])).toEqual([
      [1, 500],
      [2, 302],
      [3, 204],
    ]);
  });

  it('is given up after five attempts, and none of them reaches an address inside', async () => {
    const job = await toldJob('inside', 'broken.mp4', 'http://169.254.169.254/latest/meta-data');
    expect(job.callback_status).toBe('callback_failed');
    const [history] = await historyOf(job.job_id);
    expect(history).toMatchObject({ status: 'callback_failed' });
    expect(history?.attempts).toHaveLength(5);
    for (const { error } of history?.attempts ?? []) expect(error).toContain('OUTGOING_PRIVATE_NETWORKS');
  }, 40_000);

  it('is sent again on demand, with the same body', async () => {
    const job = await toldJob('again', 'broken.mp4', `${receiver.url}/again`);
    const answer = await call<{ callback_id: string }>('POST', `/api/jobs/${job.job_id}/callbacks`);
    expect(answer.status).toBe(202);
    await expect(told(job.job_id)).resolves.toMatchObject({ callback_status: 'sent' });
    const [first, second] = receiver.callsTo('/again');
    expect(second?.headers['x-callback-id']).toBe(answer.json.callback_id);
    expect(second?.bytes).toEqual(first?.bytes);
    expect(await historyOf(job.job_id)).toHaveLength(2);
  });

  it('cannot be sent again for a job that named no address', async () => {
    const { job_id: id } = await server.client.createJob({ type: 'video:cover', hash: 'mute', source: 'broken.mp4' });
    const answer = await call<{ message: string }>('POST', `/api/jobs/${id}/callbacks`);
    expect(answer).toEqual({ status: 409, json: { message: 'job has no callback_url' } });
    expect(await historyOf(id ?? '')).toEqual([]);
  });
});
