import { encodeBase64url, encodeUtf8 } from '@sluice/access';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alice, bootstrapUsers } from '../fixtures/bootstrap-users.ts';
import { type RawRequest, rawRequest } from '../fixtures/raw-request.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';
import { makeTinyClip } from '../fixtures/tiny-clip.ts';
import { makeUsersFilm } from '../fixtures/users-film.ts';

/** Small enough to be reached, larger than what the other tests of a minute ask for. */
const LIMIT = 100;

let file: Awaited<ReturnType<typeof bootstrapUsers>>;
let server: TestServer;
let jobId: string;
let token: string;

beforeAll(async () => {
  file = await bootstrapUsers();
  const settings = {
    PUBLIC_PLAYBACK: 'false',
    DEFAULT_ASSET_ACCESS: 'protected',
    PUBLIC_RATE_LIMIT: String(LIMIT),
    TRUSTED_PROXIES: '127.0.0.1/32',
  };
  server = await startTestServer({ ...settings, ...file.environment });
  jobId = await makeUsersFilm(server, alice, { id: 'film', clip: await makeTinyClip(1), isEncrypted: true });
  ({ token } = await server.client.issuePlaybackToken({ asset_id: 'film' }));
});
afterAll(async () => {
  await server.stop();
  await file.remove();
});

const ask = (target: string, request?: RawRequest) => rawRequest(server.url, target, request);
const places = () => [
  `/api/playback/stream/${jobId}`,
  `/api/playback/thumbnail/${jobId}`,
  `/api/playback/direct?job_id=${jobId}`,
];
const joined = (target: string, query: string): string => `${target}${target.includes('?') ? '&' : '?'}${query}`;

describe('a deployment that shows nothing to the world', () => {
  it('asks for a playback token, whatever the policy of the asset', async () => {
    for (const access of ['public', 'protected'] as const) {
      await server.client.setAssetAccess('film', access);
      for (const target of places()) expect((await ask(target)).status, `${access} ${target}`).toBe(403);
    }
    for (const target of places()) {
      for (const method of ['GET', 'HEAD']) expect((await ask(target, { method })).status, target).toBe(403);
      for (const headers of [{ authorization: alice.key }, { authorization: token }, { 'edge-token': alice.key }]) {
        expect((await ask(target, { headers })).status, target).toBe(403);
      }
    }
  });

  it('takes one in every carrier of the gate', async () => {
    for (const target of places()) {
      const isRedirect = !target.includes('/stream/');
      const answers = await Promise.all([
        ask(joined(target, `et=${encodeURIComponent(token)}`)),
        ask(target, { headers: { 'edge-token': token } }),
        ask(target, { headers: { cookie: `edge_token=${token}` } }),
      ]);
      expect(
        answers.map(({ status }) => status),
        target,
      ).toEqual(Array(3).fill(isRedirect ? 302 : 200));
    }
    const inPath = `/_t/${encodeBase64url(encodeUtf8(token))}`;
    expect((await ask(inPath + places()[0])).status).toBe(200);
    expect((await ask('/v/film/master.m3u8', { headers: { cookie: `edge_token=${token}` } })).status).toBe(200);
  });

  it('takes none that opens less', async () => {
    const { token: cover } = await server.client.issuePlaybackToken({
      asset_id: 'film',
      bind: { ip: ['192.0.2.0/24'] },
    });
    for (const target of places()) expect((await ask(target, { headers: { 'edge-token': cover } })).status).toBe(403);
  });

  it('hands out addresses that need no header, and end with the token', async () => {
    const { token: own, token_id: id } = await server.client.issuePlaybackToken({ asset_id: 'film', subject: 'v2' });
    const { body } = await ask(joined(places()[0] ?? '', `et=${encodeURIComponent(own)}`));
    const urls = body.toString().match(/https?:[^"\s]+/g) ?? [];
    expect(urls.length).toBeGreaterThan(1);
    for (const url of urls) expect((await fetch(url)).status, url).toBe(200);
    await server.client.revokePlaybackToken(id ?? '');
    for (const url of urls) expect((await fetch(url)).status, url).toBe(403);
  });

  it('says nothing of jobs to who has no token', async () => {
    expect((await ask(places()[0] ?? '')).body.toString()).not.toContain('film');
  });
});

it('answers so many calls of one address in a minute', async () => {
  const from = (address: string) => ask(places()[0] ?? '', { headers: { 'x-forwarded-for': address } });
  const statuses = new Set<number>();
  for (let call = 0; call < 2 * LIMIT + 2; call++) {
    const answer = await from('198.51.100.7');
    statuses.add(answer.status);
    if (answer.status !== 429) continue;
    expect([answer.headers['retry-after'], JSON.parse(answer.body.toString())]).toEqual([
      '60',
      { detail: 'Too Many Requests' },
    ]);
    break;
  }
  expect([...statuses]).toEqual([403, 429]);
  expect((await from('198.51.100.8')).status).toBe(403);
});
