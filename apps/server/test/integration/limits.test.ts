import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../../src/compose/start-server.ts';
import { type ProtectedFilm, startWithProtectedFilm } from '../fixtures/protected-film.ts';
import { type RawAnswer, rawRequest } from '../fixtures/raw-request.ts';

const proxySecret = '5e'.repeat(32);
let film: ProtectedFilm;
/** Another edge of the deployment, with narrow limits of its own, behind a proxy on this machine. */
let edge: { readonly url: string; stop(): Promise<void> };

beforeAll(async () => {
  film = await startWithProtectedFilm('limited-film', { EDGE_PROXY_SECRET: proxySecret });
  const limits = {
    MEDIA_REQUESTS_PER_SECOND: 1,
    MEDIA_REQUESTS_BURST: 5,
    TOKEN_ALERT_NETWORKS: 2,
    TOKEN_MAX_NETWORKS: 3,
  };
  const denials = { DENIALS_PER_ADDRESS: 4, DENIAL_BLOCK: 4 };
  const config = { ...film.server.config, ...limits, ...denials, PORT: 0, TRUSTED_PROXIES: ['127.0.0.0/8'] };
  edge = await startServer(config, ['edge']);
});
afterAll(async () => {
  await edge.stop();
  await film.server.stop();
});

const master = '/v/limited-film/master.m3u8';
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const issue = async (bind = {}) =>
  (await film.server.client.issuePlaybackToken({ asset_id: 'limited-film', bind, fresh: true })).token;
const askFrom = (address: string, token: string, headers: Record<string, string> = {}): Promise<RawAnswer> =>
  rawRequest(edge.url, master, { headers: { 'x-forwarded-for': address, 'edge-token': token, ...headers } });
/** Status and code of each of so many requests at once, sorted. */
async function askTimes(count: number, ask: () => Promise<RawAnswer>): Promise<string[]> {
  const answers = await Promise.all(Array.from({ length: count }, ask));
  return answers.map(({ status, headers }) => [status, headers['x-edge-deny'] ?? ''].join(' ').trim()).sort();
}
const metricOf = async (name: string): Promise<number> => {
  const text = await (await fetch(`${edge.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
};

describe('a proxy that is trusted', () => {
  it('speaks for the viewer, whose own part of X-Forwarded-For counts for nothing', async () => {
    const token = await issue({ ip: ['203.0.113.7/32'] });
    expect((await askFrom('203.0.113.7', token)).status).toBe(200);
    expect((await askFrom('198.51.100.1, 203.0.113.7, 127.0.0.9', token)).status).toBe(200);
    const forged = await askFrom('203.0.113.7, 198.51.100.1', token);
    expect([forged.status, forged.headers['x-edge-deny']]).toEqual([403, 'ip_mismatch']);
  });

  it('is not believed by a server that trusts none', async () => {
    const token = await issue({ ip: ['203.0.113.7/32'] });
    const headers = { 'x-forwarded-for': '203.0.113.7', 'x-real-ip': '203.0.113.7', 'edge-token': token };
    expect((await rawRequest(film.server.url, master, { headers })).headers['x-edge-deny']).toBe('ip_mismatch');
  });
});

describe('the media requests of one token', () => {
  it('are refused with 429 once the burst is used up, and go on after the time that the answer tells', async () => {
    const token = await issue();
    const ask = () => askFrom('192.0.2.1', token);
    const answers = await Promise.all(Array.from({ length: 6 }, ask));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 429]);
    const refused = answers.find(({ status }) => status === 429) as RawAnswer;
    expect([refused.status, JSON.parse(refused.body.toString()).error.code]).toEqual([429, 'rate_limited']);
    expect(refused.headers).toMatchObject({
      'x-edge-deny': 'rate_limited',
      'cache-control': 'no-store',
      'retry-after': '1',
      'ratelimit-limit': '1',
      'ratelimit-remaining': '0',
      'ratelimit-reset': '1',
      'access-control-allow-origin': '*',
    });
    const [other] = await askTimes(1, async () => askFrom('192.0.2.1', await issue()));
    expect(other).toBe('200');
    await sleep(1000);
    expect((await ask()).status).toBe(200);
  });

  it('are counted only when everything else holds', async () => {
    const token = await issue({ domains: ['app.example'] });
    expect(new Set(await askTimes(3, () => askFrom('192.0.2.2', token)))).toEqual(new Set(['403 domain_mismatch']));
    const good = () => askFrom('192.0.2.2', token, { origin: 'https://app.example' });
    expect(await askTimes(5, good)).toEqual(['200', '200', '200', '200', '200']);
  });

  it('are refused with 403 to a proxy that asks, the code in X-Edge-Deny, and in plain words below /stream', async () => {
    const token = await issue();
    const headers = { 'x-edge-proxy-secret': proxySecret, 'x-original-uri': master, 'edge-token': token };
    const ask = () => rawRequest(edge.url, '/v1/edge/authorize', { headers: { ...headers, 'x-real-ip': '192.0.2.3' } });
    expect(await askTimes(6, ask)).toEqual([...Array.from({ length: 5 }, () => '204'), '403 rate_limited']);
    const streamed = () =>
      rawRequest(edge.url, '/stream/limited-film/master.m3u8', { headers: { 'edge-token': token } });
    const streams = await Promise.all(Array.from({ length: 6 }, streamed));
    const refused = streams.find(({ status }) => status === 429);
    expect([refused?.headers['retry-after'], refused?.body.toString()]).toEqual(['1', 'Too Many Requests']);
  });
});

describe('a token that is passed around', () => {
  it('is told of at so many networks, and refused to more than may use it', async () => {
    const token = await issue();
    const before = await metricOf('edge_shared_tokens_total');
    const from = (network: number, host: number) => askTimes(1, () => askFrom(`10.1.${network}.${host}`, token));
    expect([...(await from(1, 1)), ...(await from(2, 1)), ...(await from(3, 1))]).toEqual(['200', '200', '200']);
    expect(await metricOf('edge_shared_tokens_total')).toBe(before + 1);
    expect(await from(4, 1)).toEqual(['403 token_shared']);
    expect(await from(1, 99)).toEqual(['200']);
  });
});

describe('an address that guesses', () => {
  it('gets 429 for everything for a while, and nobody else does', async () => {
    const token = await issue();
    const guess = () => askFrom('192.0.2.66', `${token}A`);
    expect(await askTimes(4, guess)).toEqual(Array.from({ length: 4 }, () => '403 token_malformed'));
    expect(await askTimes(1, guess)).toEqual(['429 rate_limited']);
    const blocked = await askFrom('192.0.2.66', token);
    expect(blocked.status).toBe(429);
    expect(Number(blocked.headers['retry-after'])).toBeLessThanOrEqual(4);
    expect((await askFrom('192.0.2.67', token)).status).toBe(200);
    expect((await askFrom('127.0.0.1', token)).status).toBe(200);
    await expect.poll(async () => (await askFrom('192.0.2.66', token)).status).toBe(200);
  });

  it('is not one whose token merely ended', async () => {
    const { token } = await film.server.client.issuePlaybackToken({ asset_id: 'limited-film', ttl: 1 });
    await sleep(1100);
    const answers = await askTimes(8, () => askFrom('192.0.2.77', token));
    expect(new Set(answers)).toEqual(new Set(['403 token_expired']));
    expect((await askFrom('192.0.2.77', await issue())).status).toBe(200);
  });
});

describe('the metrics of an edge', () => {
  it('tell how old its revocations and its keys are', async () => {
    for (const name of ['revocation_lag_seconds', 'keyset_age_seconds']) {
      const seconds = await metricOf(name);
      expect(seconds, name).toBeGreaterThanOrEqual(0);
      expect(seconds, name).toBeLessThan(12);
    }
  });
});
