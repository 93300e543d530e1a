import type { JobView } from '@sluice/contract';
import { recordingAssetName } from '@sluice/media';
import { Upload } from 'tus-js-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CallbackReceiver, startCallbackReceiver } from '../fixtures/callback-receiver.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import { askJson, type StorageServer, startStorageServer, targetOf } from '../fixtures/storage-account.ts';
import { makeTinyClip } from '../fixtures/tiny-clip.ts';

const recording = 'cams/1776427171_1-1_frontdoor_402-263-805-680_801_29960.mp4';
const credentials = {
  'x-kerberos-storage-accesskey': 'AccessKeyOfCameras',
  'x-kerberos-storage-secretaccesskey': 'secret-of-cameras-of-thirty-two-bytes',
};
let storage: StorageServer;
let receiver: CallbackReceiver;
let clip: Buffer;

beforeAll(async () => {
  receiver = await startCallbackReceiver();
  storage = await startStorageServer({
    MODE: 'all',
    OUTGOING_PRIVATE_NETWORKS: '127.0.0.0/8',
    REDACT_MAX_REGIONS: '2',
  });
  await storage.make('/v1/storage/providers', { name: 'archive', type: 'fs', root: 'archive' });
  await storage.make('/v1/storage/accounts', {
    ...{ name: 'cameras', provider: 'archive', directory: 'cams', derive: ['thumbnail', 'sprite'] },
    ...{ accessKey: credentials['x-kerberos-storage-accesskey'] },
    ...{ secretAccessKey: credentials['x-kerberos-storage-secretaccesskey'] },
  });
  clip = Buffer.from(await (await makeTinyClip(2)).arrayBuffer());
});
afterAll(async () => {
  await storage.server.stop();
  await receiver.stop();
});

const order = (body: object) => storage.operate('POST', '/api/jobs', { provider: 'archive', ...body });
const object = (method: string, filename: string, body?: Buffer) =>
  askJson(storage.server.url, '/api/storage', {
    method,
    headers: { ...credentials, 'x-kerberos-storage-filename': filename, 'x-kerberos-storage-provider': 'archive' },
    ...(body === undefined ? {} : { body }),
  });

/** The job that was ordered by itself for a recording of this many jobs of its type. */
async function derived(type: string, count: number): Promise<JobView> {
  const { body } = await storage.operate('GET', `/api/jobs?type=${type}`);
  expect(body.jobs).toHaveLength(count);
  return storage.server.client.waitForJob(body.jobs[0].job_id, { intervalMs: 50 });
}

const redaction = {
  type: 'recording:redact',
  source: recording,
  options: { regions: [{ x: 0.25, y: 0.25, width: 0.5, height: 0.5, to_sec: 1, effect: 'blur' }], audio: 'remove' },
};

describe('a recording', () => {
  it('has its pictures made when a camera has uploaded it', async () => {
    expect((await object('POST', recording, clip)).status).toBe(200);
    const job = await derived('recording:assets', 1);
    expect(job).toMatchObject({ status: 'completed', hash: expect.stringMatching(/^rec-/) });
    expect(job.results).toMatchObject({
      ...{ provider: 'archive', recording, label: { device: 'frontdoor' } },
      thumbnail: { key: recordingAssetName(recording, 'thumbnail') },
      sprite: { key: recordingAssetName(recording, 'sprite'), frames: 2, columns: 2, rows: 1 },
    });
  });

  it('is redacted on order, and who ordered it is told', async () => {
    const { status, body } = await order({ ...redaction, callback_url: `${receiver.url}/redacted` });
    expect(status).toBe(202);
    const job = await storage.server.client.waitForJob(body.job_id, { intervalMs: 50 });
    await expect.poll(() => receiver.callsTo('/redacted')).toHaveLength(1);
    const told = JSON.parse(String(receiver.callsTo('/redacted')[0]?.bytes));
    expect(told).toEqual({
      ...{ job_id: body.job_id, type: 'recording:redact', hash: job.hash, status: 'completed' },
      results: {
        ...{ provider: 'archive', recording },
        label: { device: 'frontdoor', started_at: '2026-04-17T11:59:31.000Z', duration_ms: 29_960 },
        redacted: {
          ...{ key: recordingAssetName(recording, 'redacted'), format: 'mp4', size: expect.any(Number) },
          ...{ etag: expect.any(String), width: 192, height: 108, regions: 1 },
        },
      },
    });
    // Neither the recording nor its id is an asset of the films.
    expect((await storage.operate('GET', `/v1/assets/${job.hash}`)).status).toBe(404);
  });

  it('is signed for together with all that was made of it, and all of it is fetched', async () => {
    const names = [
      recording,
      ...(['thumbnail', 'sprite', 'redacted'] as const).map((a) => recordingAssetName(recording, a)),
    ];
    const items = names.map((filename) => ({ filename }));
    const signed = await storage.bulk(items, credentials);
    const urls: Record<string, string> = JSON.parse(signed.body.data);
    expect(Object.keys(urls)).toEqual(names);
    const answers = await Promise.all(Object.values(urls).map((url) => rawRequest(storage.server.url, targetOf(url))));
    expect(answers.map(({ status, headers }) => [status, headers['content-type']])).toEqual([
      ...[
        [200, 'video/mp4'],
        [200, 'image/jpeg'],
        [200, 'image/jpeg'],
        [200, 'video/mp4'],
      ],
    ]);
    expect(answers[0]?.body.equals(clip)).toBe(true);
    expect(answers.slice(1, 3).map(({ body }) => body.subarray(0, 3).toString('hex'))).toEqual(['ffd8ff', 'ffd8ff']);
    expect(answers[3]?.body.subarray(4, 8).toString()).toBe('ftyp');
  });

  it('is not redacted twice for equal orders, but again once the redaction is gone', async () => {
    expect((await order(redaction)).status).toBe(200);
    expect((await object('DELETE', recordingAssetName(recording, 'redacted') ?? '')).status).toBe(200);
    const { status, body } = await order(redaction);
    expect(status).toBe(202);
    await storage.server.client.waitForJob(body.job_id, { intervalMs: 50 });
  });

  it('has its pictures made when it came in by tus as well; what is no film has none', async () => {
    const upload = (filename: string, bytes: Buffer) =>
      new Promise<void>((resolve, reject) => {
        new Upload(bytes as unknown as ConstructorParameters<typeof Upload>[0], {
          endpoint: `${storage.server.url}/v1/storage/uploads`,
          headers: {
            ...credentials,
            'x-kerberos-storage-filename': filename,
            'x-kerberos-storage-provider': 'archive',
          },
          retryDelays: [],
          onError: reject,
          onSuccess: () => resolve(),
        }).start();
      });
    await upload('cams/note.json', Buffer.from('{}'));
    await upload('cams/second.mp4', clip);
    const job = await derived('recording:assets', 2);
    expect(job.results).toMatchObject({ thumbnail: { key: 'cams/second_thumbnail.jpg' } });
  });
});

describe('an order for a recording', () => {
  const region = redaction.options.regions[0];
  it.each([
    [{ ...redaction, provider: 'nowhere' }, 'provider "nowhere" does not exist'],
    [{ ...redaction, source: 'cams/none.mp4' }, 'source object not found'],
    [{ ...redaction, source: 'cams/second_thumbnail.jpg' }, /^source is the name of a derived asset/],
    [{ ...redaction, options: { regions: [region, region, region] } }, /at most 2 \(REDACT_MAX_REGIONS\)$/],
  ])('is refused as %j', async (body, message) => {
    const answer = await order(body);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toMatch(message);
  });
});

it('an account is told what it derives, and may be told otherwise', async () => {
  const path = '/v1/storage/accounts/cameras';
  expect((await storage.operate('GET', path)).body.derive).toEqual(['thumbnail', 'sprite']);
  expect((await storage.operate('PATCH', path, { derive: ['redacted'] })).status).toBe(422);
  expect((await storage.operate('PATCH', path, { derive: [] })).body.derive).toEqual([]);
});
