import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@sluice/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../src/adapters/database/create-database.ts';
import { startEmbeddedPostgres } from '../../src/adapters/database/embedded/start-embedded-postgres.ts';
import { createLogger } from '../../src/platform/logger.ts';
import type { Database } from '../../src/ports/database.ts';
import { type CallbackReceiver, startCallbackReceiver } from '../fixtures/callback-receiver.ts';
import { type OtlpReceiver, startOtlpReceiver } from '../fixtures/otlp-receiver.ts';
import { photograph } from '../fixtures/pictures.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import { createTargetSigner } from '../fixtures/signed-targets.ts';
import { type SpawnedSluice, spawnSluice } from '../fixtures/spawn-sluice.ts';

const secret = (digits: string): string => digits.repeat(32);
const API_KEY = secret('a5');
const HMAC_SECRET = secret('b6');
const shared = {
  ...{ API_KEY, HMAC_SECRET, KEY_TOKEN_SECRET: secret('c7'), WEBHOOK_SECRET: secret('d8') },
  ...{ PORT: '0', LOG_LEVEL: 'debug', OUTGOING_PRIVATE_NETWORKS: '127.0.0.0/8', SHUTDOWN_TIMEOUT: '10s' },
};

let folder: string;
let collector: OtlpReceiver;
let receiver: CallbackReceiver;
/** Two processes of one deployment: the first does the work too. */
let all: SpawnedSluice;
let api: SpawnedSluice;
let allUrl: string;
let apiUrl: string;

async function urlOf(process: SpawnedSluice): Promise<string> {
  await process.saw(/"msg":"serving"/);
  return /"url":"(http:[^"]+)"/.exec(process.output())?.[1] ?? '';
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-test-'));
  [collector, receiver] = await Promise.all([startOtlpReceiver(), startCallbackReceiver({}, { '/slow': 2500 })]);
  const environment = { ...shared, DATA_DIR: folder, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
  all = spawnSluice(['serve'], environment);
  allUrl = await urlOf(all);
  api = spawnSluice(['serve', '--role', 'api'], environment);
  apiUrl = await urlOf(api);
  await createClient({ baseUrl: allUrl, apiKey: API_KEY }).uploadSource(
    'a.jpg',
    new Blob([new Uint8Array(await photograph())]),
  );
});
afterAll(async () => {
  await api?.end('SIGTERM');
  await all?.end('SIGTERM');
  await Promise.all([collector?.stop(), receiver?.stop()]);
  await rm(folder, { recursive: true, force: true });
});

/** A picture to be made by whoever works, ordered from the process that does not. */
async function order(hash: string, callbackUrl: string, headers: Record<string, string> = {}): Promise<string> {
  const body = JSON.stringify({ type: 'image:thumbnail', hash, source: 'a.jpg', callback_url: callbackUrl });
  const answer = await rawRequest(apiUrl, '/api/jobs', {
    method: 'POST',
    headers: { 'x-api-key': API_KEY, ...headers },
    body,
  });
  expect(answer.status).toBe(202);
  return (JSON.parse(answer.body.toString()) as { job_id: string }).job_id;
}

const jobOf = (id: string) => createClient({ baseUrl: apiUrl, apiKey: API_KEY }).getJob(id);
const toldOf = (id: string) => expect.poll(async () => (await jobOf(id)).callback_status);

describe('a trace', () => {
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const caller = '00f067aa0ba902b7';

  it('goes from the request through the job and its steps to the callback, over processes', async () => {
    const id = await order('traced', `${receiver.url}/traced`, {
      traceparent: `00-${traceId}-${caller}-01`,
      tracestate: 'vendor=opaque',
    });
    await toldOf(id).toBe('sent');
    await expect.poll(() => collector.spansOf(traceId).length).toBe(4);

    const spans = new Map(collector.spansOf(traceId).map((span) => [span.name, span]));
    const [ordered, job, step, callback] = ['POST /api/jobs', 'job image:thumbnail', 'job step', 'callback'].map(
      (name) => spans.get(name),
    );
    expect(ordered).toMatchObject({ parentSpanId: caller, service: 'vylux' });
    expect(ordered?.attributes).toMatchObject({ 'http.route': '/api/jobs', 'http.response.status_code': 202 });
    expect(job).toMatchObject({ parentSpanId: ordered?.spanId, attributes: { 'sluice.job.id': id } });
    expect(step?.parentSpanId).toBe(job?.spanId);
    expect(step?.attributes['sluice.step']).toMatch(/^thumbnail thumb /);
    expect(callback).toMatchObject({ parentSpanId: job?.spanId, attributes: { 'http.response.status_code': 204 } });
    expect(receiver.callsTo('/traced')[0]?.headers).toMatchObject({
      traceparent: `00-${traceId}-${callback?.spanId}-01`,
      tracestate: 'vendor=opaque',
      'x-trace-id': traceId,
    });
  });

  it('can be found in the lines that every process has logged of it', () => {
    const lines = (process: SpawnedSluice) =>
      process
        .output()
        .split('\n')
        .filter((line) => line.includes(`"trace_id":"${traceId}"`))
        .map((line) => (JSON.parse(line) as { msg: string }).msg);
    expect(lines(api)).toContain('request');
    expect(lines(all)).toEqual(expect.arrayContaining(['job completed', 'callback']));
  });
});

it('logs no credential, whichever way it came', async () => {
  const sign = createTargetSigner(HMAC_SECRET);
  const targets = [sign.image('a.jpg', 'webp', 32), sign.original('a.jpg'), sign.thumb('images/none.webp')];
  const marked = 'SECRETSECRET';
  const token = `v=1~kid=k1~exp=4102444800~sig=${marked}`;
  const asked: [string, Record<string, string>][] = [
    ...targets.map((target): [string, Record<string, string>] => [target, {}]),
    ['/api/jobs', { 'x-api-key': marked }],
    ['/api/storage', { 'x-kerberos-storage-accesskey': marked, 'x-kerberos-storage-secretaccesskey': marked }],
    ['/api/key/a', { authorization: `Bearer ${marked}` }],
    ['/v/a/x.m4s', { 'edge-token': token, cookie: `edge_token=${encodeURIComponent(token)}` }],
    [`/v/a/x.m4s?et=${token}&callback_url=http://u:${marked}@h/`, { referer: `http://h/?et=${marked}` }],
    [`/_t/${Buffer.from(token).toString('base64url')}/v/a/x`, { 'x-edge-proxy-secret': marked }],
  ];
  for (const [target, headers] of asked) await rawRequest(allUrl, target, { headers });
  const id = await order('secret', `${receiver.url}/told?token=${marked}&user=${marked}`);
  await order('unreachable', `http://127.0.0.1:9/${marked}?token=${marked}`);
  await toldOf(id).toBe('sent');
  await all.saw(/"route":"\/thumb\/:sig/);

  const text = all.output() + api.output();
  expect(text).toContain('"target":"/img/***/');
  const signatures = targets.map((target) => target.split('/')[2] ?? '');
  for (const word of [marked, Buffer.from(marked).toString('base64url').slice(0, 12), ...signatures]) {
    expect(text).not.toContain(word);
  }
  for (const value of Object.values(shared)) if (value.length >= 64) expect(text).not.toContain(value);
});

describe('the limit of jobs', () => {
  let database: Database;
  let close: () => Promise<void>;
  beforeAll(async () => {
    const log = createLogger('silent');
    const postgres = await startEmbeddedPostgres({ dataDir: folder, log });
    database = createDatabase({ connection: postgres.address, log });
    close = async () => {
      await database.destroy();
      await postgres.stop();
    };
  });
  afterAll(() => close());

  /** As if the calls had been made a minute earlier. */
  const passMinute = () =>
    database
      .updateTable('call_counts')
      .set((e) => ({ minute: e('minute', '-', 1) }))
      .execute();

  /** Every second call is a retry, every second pair goes to the other process. */
  const call = (number: number) =>
    rawRequest(number % 4 < 2 ? allUrl : apiUrl, number % 2 === 0 ? '/api/jobs' : '/api/jobs/none/retry', {
      method: 'POST',
      headers: { 'x-api-key': API_KEY },
      body: 'no JSON',
    });

  it('lets thirty calls of one key a minute through, whichever process is asked, and starts anew with the next', async () => {
    let minute: number;
    let statuses: number[];
    do {
      await passMinute();
      minute = Math.floor(Date.now() / 60_000);
      statuses = [];
      for (let number = 0; number < 33; number++) statuses.push((await call(number)).status);
    } while (Math.floor(Date.now() / 60_000) !== minute);
    expect(new Set(statuses.slice(0, 30))).toEqual(new Set([400, 404]));
    expect(statuses.slice(30)).toEqual([429, 429, 429]);

    const { headers, body } = await call(0);
    expect([headers['retry-after'], headers['content-type'], body.toString()]).toEqual([
      '60',
      'text/plain; charset=UTF-8',
      'Too Many Requests',
    ]);
    await passMinute();
    expect((await call(0)).status).toBe(400);
  });
});

describe('after SIGTERM a process', () => {
  it('ends once what is being told is told and recorded', async () => {
    const id = await order('last', `${receiver.url}/slow`);
    await expect.poll(() => receiver.callsTo('/slow').length).toBe(1);
    expect(await all.end('SIGTERM')).toBe(0);
    expect((await jobOf(id)).callback_status).toBe('sent');
  });

  it('ends once open requests are answered, and takes no others', async () => {
    const { upload, answered } = await beginUpload(apiUrl);
    const ended = api.end('SIGTERM');
    await expect.poll(() => rawRequest(apiUrl, '/healthz').catch(String)).toContain('ECONNREFUSED');
    upload.end('rest');
    const answer = await answered;
    answer.resume();
    expect([answer.statusCode, await ended]).toEqual([201, 0]);
  });
});

/** An upload of which half has arrived. */
async function beginUpload(baseUrl: string): Promise<{ upload: ClientRequest; answered: Promise<IncomingMessage> }> {
  const headers = { 'x-api-key': API_KEY, 'content-length': '8' };
  const upload = request(`${baseUrl}/v1/source/late.bin`, { method: 'PUT', headers });
  const answered = once(upload, 'response').then(([response]) => response as IncomingMessage);
  await new Promise<void>((resolve) => upload.write('half', () => resolve()));
  return { upload, answered };
}
