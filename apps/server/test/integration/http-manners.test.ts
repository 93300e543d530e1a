import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawRequest } from '../fixtures/raw-request.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const get = (target: string, headers: Record<string, string> = {}, method = 'GET') =>
  rawRequest(server.url, target, { headers, method });

/** Vylux contract §15. */
const families = [
  ['vylux_http_requests_total', 'counter'],
  ['vylux_http_request_duration_seconds', 'histogram'],
  ['vylux_image_cache_events_total', 'counter'],
  ['vylux_image_results_total', 'counter'],
  ['vylux_image_errors_total', 'counter'],
  ['vylux_worker_tasks_total', 'counter'],
  ['vylux_worker_task_duration_seconds', 'histogram'],
  ['vylux_storage_operations_total', 'counter'],
  ['vylux_storage_operation_duration_seconds', 'histogram'],
  ['vylux_readiness_failures_total', 'counter'],
  ['vylux_queue_tasks', 'gauge'],
  ['vylux_queue_metrics_sync_failures_total', 'counter'],
  ['process_cpu_seconds_total', 'counter'],
] as const;

describe('every answer', () => {
  it('has a request id, a trace id and security headers', async () => {
    for (const target of ['/healthz', '/nowhere', '/v/a/b', '/api/jobs', '/watch/x', '/stream/a/b.m4s']) {
      expect((await get(target)).headers, target).toMatchObject({
        'x-request-id': expect.stringMatching(/^[0-9a-f]{32}$/),
        'x-trace-id': expect.stringMatching(/^[0-9a-f]{32}$/),
        'x-content-type-options': 'nosniff',
        'referrer-policy': expect.any(String),
        'content-security-policy': expect.stringContaining("default-src 'none'"),
      });
    }
  });

  it('echoes a sane request id and the trace it belongs to', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const { headers } = await get('/healthz', {
      'x-request-id': 'req_1',
      traceparent: `00-${trace}-00f067aa0ba902b7-01`,
    });
    expect([headers['x-request-id'], headers['x-trace-id']]).toEqual(['req_1', trace]);
  });
});

describe('a path or method that does not exist', () => {
  it.each([
    '/',
    '/nowhere',
    '/api',
    '/api/jobs/1/2',
    '/%',
    '/%zz',
    '/stream',
    '/_t/x',
    '/_t/x/api/jobs',
    '/Healthz',
    '/healthz/',
  ])('answers %s with 404', async (target) => {
    const answer = await get(target);
    expect([answer.status, answer.body.toString()]).toEqual([404, '{"message":"Not Found"}\n']);
  });

  it('answers a wrong method with 405 and the right ones', async () => {
    const answer = await get('/api/jobs/x/cancel', {}, 'GET');
    expect([answer.status, answer.headers.allow, answer.body.toString()]).toEqual([
      405,
      'OPTIONS, POST',
      '{"message":"Method Not Allowed"}\n',
    ]);
    expect((await get('/stream/a/b.m4s', {}, 'POST')).headers.allow).toBe('OPTIONS, GET, HEAD');
    expect((await get('/v1/assets/a', {}, 'DELETE')).headers.allow).toBe('OPTIONS, PUT, GET, HEAD');
    expect((await get('/api/jobs', {}, 'PROPFIND')).status).toBe(405);
  });

  it('answers OPTIONS with the methods, and without CORS where browsers of other origins have no business', async () => {
    const answer = await get('/api/jobs', { origin: 'https://a.example' }, 'OPTIONS');
    expect([answer.status, answer.headers.allow]).toEqual([204, 'OPTIONS, POST, GET, HEAD']);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('health', () => {
  it('is plain text', async () => {
    for (const target of ['/healthz', '/readyz']) {
      const answer = await get(target);
      expect([answer.status, answer.body.toString(), answer.headers['content-type']]).toEqual([
        200,
        'OK',
        'text/plain; charset=UTF-8',
      ]);
    }
  });

  it('answers HEAD with the same head and no body', async () => {
    for (const target of ['/healthz', '/readyz']) {
      const answer = await get(target, {}, 'HEAD');
      expect([answer.status, answer.headers['content-length'], answer.body.length]).toEqual([200, '2', 0]);
    }
  });

  it('has every family of metrics that dashboards know', async () => {
    const text = (await get('/metrics')).body.toString();
    for (const [name, type] of families) expect(text).toContain(`# TYPE ${name} ${type}\n`);
    for (const bound of ['0.005', '0.01', '0.025', '0.05', '0.1', '0.25', '0.5', '1', '2.5', '5', '10', '+Inf']) {
      expect(text).toMatch(
        new RegExp(`^vylux_http_request_duration_seconds_bucket\\{le="${bound.replace('+', '\\+')}",`, 'm'),
      );
    }
    for (const queue of ['critical', 'default', 'video:large']) {
      for (const state of ['size', 'pending', 'active', 'scheduled', 'retry', 'archived', 'completed', 'aggregating']) {
        expect(text).toContain(`vylux_queue_tasks{queue="${queue}",state="${state}"} 0\n`);
      }
    }
    expect(text).toContain('vylux_queue_metrics_sync_failures_total 0\n');
    const labels = `role="media",driver="${server.config.MEDIA_DRIVER}",operation="head_bucket",result="ok"`;
    expect(text).toContain(`vylux_storage_operations_total{${labels}}`);
  });

  it('counts requests by route pattern, never by path', async () => {
    await get('/stream/some-film/x.m4s');
    const text = (await get('/metrics')).body.toString();
    expect(text).toContain('vylux_http_requests_total{method="GET",route="/stream/:hash/*",status="404"}');
    expect(text).toContain('vylux_http_request_duration_seconds_bucket');
    expect(text).toContain('route="unmatched"');
    expect(text).not.toContain('some-film');
  });
});

describe('the watch page', () => {
  it('is the same for every id and lets only its own scripts run', async () => {
    const [one, other] = await Promise.all([get('/watch/a'), get('/watch/b')]);
    expect([one.status, one.headers['content-type']]).toEqual([200, 'text/html; charset=UTF-8']);
    expect(one.body.equals(other.body)).toBe(true);
    expect(one.headers['content-security-policy']).toContain("script-src 'self'");
    expect(one.headers['referrer-policy']).toBe('no-referrer');
    expect(one.body.toString()).not.toMatch(/<script(?![^>]*src=)/);
  });

  it('finds the files that it names, with validators', async () => {
    const page = (await get('/watch/a')).body.toString();
    const files = [...page.matchAll(/(?:src|href)="(\/player\/[^"]+)"/g)].map((match) => match[1] ?? '');
    expect(files.length).toBeGreaterThan(1);
    for (const file of files) {
      const answer = await get(file);
      expect(answer.status, file).toBe(200);
      expect((await get(file, { 'if-none-match': answer.headers.etag ?? '' })).status).toBe(304);
    }
  });

  it.each([
    '/player/../package.json',
    '/player/index.html',
    '/player/.inputs-sha256',
    '/player/none.js',
    '/watch/..',
    '/watch/%2e',
  ])('has nothing at %s', async (target) => {
    expect((await get(target)).status).toBe(404);
  });
});

it('answers bytes that are no HTTP with 400 and goes on serving', async () => {
  const { hostname, port } = new URL(server.url);
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write('NONSENSE / HTTP/9\r\n\r\n'));
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString();
    });
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });
  expect(answer).toMatch(/^HTTP\/1\.1 400/);
  expect((await get('/healthz')).status).toBe(200);
});
