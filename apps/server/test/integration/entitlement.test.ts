import { encodeBase64url, encodeUtf8 } from '@sluice/access';
import type { IssueTokenBody } from '@sluice/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type EntitlementEndpoint, startEntitlementEndpoint } from '../fixtures/entitlement-endpoint.ts';
import { prepareFilm } from '../fixtures/prepare-film.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';
import { makeTinyClip } from '../fixtures/tiny-clip.ts';

let backEnd: EntitlementEndpoint;
let server: TestServer;

beforeAll(async () => {
  backEnd = await startEntitlementEndpoint();
  const [started, clip] = await Promise.all([startTestServer(backEnd.environment), makeTinyClip(1)]);
  server = started;
  await prepareFilm(server, { id: 'film', clip, access: 'protected', isEncrypted: true });
});
afterAll(async () => {
  await server?.stop();
  await backEnd?.stop();
});
beforeEach(() => {
  backEnd.answer = true;
});

const master = '/v/film/master.m3u8';
const issue = (order: Partial<IssueTokenBody> = {}) =>
  server.client.issuePlaybackToken({ asset_id: 'film', fresh: true, ...order });
const get = (target: string, headers: Record<string, string> = {}) => rawRequest(server.url, target, { headers });
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const inQuery = (token: string, target = master): string => `${target}?et=${encodeURIComponent(token)}`;
const inPath = (token: string, target = master): string => `/_t/${encodeBase64url(encodeUtf8(token))}${target}`;
const last = () => backEnd.questions.at(-1);
const denyOf = ({ headers }: Awaited<ReturnType<typeof get>>): unknown => headers['x-edge-deny'];

const untilSecond = (second: number) => sleep(second * 1000 + 50 - Date.now());

/** A token of seven seconds in its last three. */
async function halfSpent(order: Partial<IssueTokenBody> = {}) {
  const issued = await issue({ ttl: 7, ...order });
  await untilSecond(issued.issued_at + 4);
  return issued;
}

async function ended(order: Partial<IssueTokenBody> = {}) {
  const issued = await issue({ ttl: 1, ...order });
  await untilSecond(issued.expires_at);
  return issued;
}

describe('the back end', () => {
  it('is asked at issue and at renewal, for whom, for what and for which token, under its signature', async () => {
    const { token, token_id } = await issue({ subject: 'vw_1' });
    const question = { subject: 'vw_1', asset_id: 'film', token_id, isSigned: true };
    expect(last()).toEqual({ ...question, action: 'issue' });
    await server.client.renewPlaybackToken(token);
    expect(last()).toEqual({ ...question, action: 'renew' });
    const opaque = await issue({ kind: 'opaque' });
    expect(last()).toEqual({ ...question, subject: null, token_id: opaque.token_id, action: 'issue' });
  });

  it.each([{ subject: 'vw_2' }, { kind: 'opaque' as const }])(
    'gives no token for %j to who is not entitled',
    async (order) => {
      backEnd.answer = false;
      await expect(issue(order)).rejects.toMatchObject({ status: 403, code: 'not_entitled' });
    },
  );

  it.each([500, 204, 302])(
    'is no answer with status %i: then nothing is given, and what was given stays',
    async (status) => {
      const { token } = await issue();
      backEnd.answer = status;
      await expect(issue()).rejects.toMatchObject({ status: 503, code: 'entitlement_unknown' });
      await expect(server.client.renewPlaybackToken(token)).rejects.toMatchObject({ status: 503 });
      expect((await get(inQuery(token))).status).toBe(200);
    },
  );

  it('takes back with a renewal what the viewer has', async () => {
    const { token, token_id } = await issue();
    backEnd.answer = false;
    await expect(server.client.renewPlaybackToken(token)).rejects.toMatchObject({ status: 403, code: 'not_entitled' });
    expect(denyOf(await get(inQuery(token)))).toBe('token_revoked');
    expect(await server.client.findPlaybackToken(token_id)).toMatchObject({ revoked: true });
  });
});

describe('a token in the address', () => {
  it('is renewed by a redirect of the manifest to the same address, once, when half of it is spent', async () => {
    const [inAddress, segments] = await Promise.all([halfSpent({ subject: 'vw_3' }), halfSpent()]);
    for (const [target, form] of [
      [
        inQuery(inAddress.token, '/v/film/master.m3u8?a=1').replace('1?', '1&'),
        /^\/v\/film\/master\.m3u8\?a=1&et=v%3D1~/,
      ],
      [inPath(inAddress.token, '/v/film/manifest.mpd'), /^\/_t\/[\w-]+\/v\/film\/manifest\.mpd$/],
      [inQuery(inAddress.token, '/stream/film/master.m3u8'), /^\/stream\/film\/master\.m3u8\?et=v%3D1~/],
    ] as const) {
      const redirect = await get(target, { origin: 'https://app.example' });
      expect([redirect.status, redirect.headers['cache-control']]).toEqual([302, 'private, no-store']);
      expect(redirect.headers['access-control-allow-origin']).toBeTypeOf('string');
      expect(redirect.headers.location).toMatch(form);
      expect(last()).toMatchObject({ subject: 'vw_3', token_id: inAddress.token_id, action: 'renew' });
      expect((await get(String(redirect.headers.location))).status).toBe(200);
    }
    expect((await get(inQuery(segments.token, '/v/film/cover.jpg'))).status).toBe(200);
    // Renewals in passing are noted behind the answer.
    await expect.poll(() => server.client.findPlaybackToken(inAddress.token_id)).toMatchObject({ renewals: 3 });
  });

  it('is renewed the same way up to a minute after its end, and never for a segment', async () => {
    const [{ token }, fixed] = await Promise.all([ended(), ended({ renewable: false, allow_short: true })]);
    const redirect = await get(inQuery(token));
    expect([redirect.status, (await get(String(redirect.headers.location))).status]).toEqual([302, 200]);
    const segment = await get(inQuery(token, '/v/film/cover.jpg'));
    expect([denyOf(segment), typeof segment.headers['edge-renew']]).toEqual(['token_expired', 'string']);
    expect(denyOf(await get(inQuery(fixed.token)))).toBe('token_expired');
  });

  it('ends where the viewer is not entitled any more, and plays on to its end where nobody can say', async () => {
    const [refused, unknown, late] = await Promise.all([halfSpent(), halfSpent(), ended()]);
    backEnd.answer = 500;
    expect((await get(inQuery(unknown.token))).status).toBe(200);
    expect(denyOf(await get(inQuery(late.token)))).toBe('token_expired');
    backEnd.answer = false;
    expect(denyOf(await get(inQuery(refused.token)))).toBe('not_entitled');
    expect(denyOf(await get(inQuery(refused.token)))).toBe('token_revoked');
  });

  it('brings nothing to who is not entitled by header or cookie either', async () => {
    const [byHeader, byCookie] = await Promise.all([halfSpent(), halfSpent()]);
    backEnd.answer = false;
    expect(denyOf(await get(master, { 'edge-token': byHeader.token }))).toBe('not_entitled');
    expect(denyOf(await get(master, { cookie: `edge_token=${byCookie.token}` }))).toBe('not_entitled');
  });
});
