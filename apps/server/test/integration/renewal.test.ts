import type { IssueTokenBody } from '@sluice/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RawAnswer, rawRequest } from '../fixtures/raw-request.ts';
import { startFilmOnTwoNodes, type TwoNodes } from '../fixtures/second-node.ts';

let nodes: TwoNodes;
let server: TwoNodes['server'];
let edge: TwoNodes['edge'];

beforeAll(async () => {
  nodes = await startFilmOnTwoNodes(2, true);
  ({ server, edge } = nodes);
});
afterAll(async () => {
  await nodes.stop();
});

const master = '/v/film/master.m3u8';
const longHosts = Array.from(
  { length: 12 },
  (_, index) => `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(40)}.s${index}.example`,
);
const issue = (order: Partial<IssueTokenBody> = {}) => server.client.issuePlaybackToken({ asset_id: 'film', ...order });
const renew = (url: string, body: unknown, headers: Record<string, string> = {}) =>
  rawRequest(url, '/v1/playback/tokens/renew', { method: 'POST', headers, body: JSON.stringify(body) });
const jsonOf = (answer: RawAnswer) => JSON.parse(answer.body.toString()) as Record<string, unknown>;
const codeOf = (answer: RawAnswer): unknown => (jsonOf(answer).error as { code?: unknown } | undefined)?.code;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const statusFor = async (token: string): Promise<number> =>
  (await rawRequest(server.url, master, { headers: { 'edge-token': token } })).status;

describe('POST /v1/playback/tokens/renew', () => {
  it('gives a token of the same id, asset, viewer, paths, bindings and ceiling that lives as long again', async () => {
    const old = await issue({ subject: 'vw_1', bind: { domains: ['app.example'] }, ttl: 600 });
    await sleep(1100);
    const answer = await renew(edge.url, { token: old.token }, { origin: 'https://app.example' });
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([200, '*']);
    const renewed = jsonOf(answer);
    expect(renewed).toMatchObject({ token_id: old.token_id, kind: 'hmac', renew_until: old.renew_until });
    expect(renewed).not.toHaveProperty('urls');
    expect(Number(renewed.expires_at)).toBeGreaterThan(old.expires_at);
    expect(Number(renewed.expires_at) - Number(renewed.issued_at)).toBe(600);
    const withoutTimes = (token: string): string => token.replace(/~(st|exp)=\d+|~sig=.*/g, '');
    expect(withoutTimes(String(renewed.token))).toBe(withoutTimes(old.token));
  });

  it('takes the token from the header as well, and a JWT as well', async () => {
    const { token } = await issue({ kind: 'jwt', subject: 'vw_1' });
    const answer = await rawRequest(server.url, '/v1/playback/tokens/renew', {
      method: 'POST',
      headers: { 'edge-token': token },
    });
    expect(jsonOf(answer)).toMatchObject({ kind: 'jwt', token: expect.stringMatching(/^eyJ/) });
    expect(await statusFor(String(jsonOf(answer).token))).toBe(200);
  });

  it('renews up to a minute after the end, and the refusal of the ended token says where', async () => {
    const { token } = await issue({ ttl: 1 });
    await sleep(1200);
    const refused = await rawRequest(server.url, master, { headers: { 'edge-token': token } });
    expect(refused.headers).toMatchObject({
      'x-edge-deny': 'token_expired',
      'edge-renew': `${server.url}/v1/playback/tokens/renew`,
    });
    const { token: next } = await server.client.renewPlaybackToken(token);
    expect(await statusFor(next)).toBe(200);
  });

  it('never reaches beyond the ceiling', async () => {
    const { token, renew_until } = await issue({ ttl: 3, max_lifetime: 4 });
    await sleep(2100);
    const renewed = await server.client.renewPlaybackToken(token);
    expect(renewed.expires_at).toBe(renew_until);
    await sleep(2500);
    expect(codeOf(await renew(server.url, { token: renewed.token }))).toBe('renewal_ceiling');
  });

  it('refuses what cannot be renewed, each with its reason', async () => {
    const plain = await issue({ renewable: false });
    const bound = await issue({ bind: { domains: ['app.example'] } });
    const revoked = await issue();
    await server.client.revokePlaybackToken(revoked.token_id);
    const answers: readonly (readonly [RawAnswer, number, string])[] = [
      [await renew(server.url, {}), 401, 'token_missing'],
      [await renew(server.url, { token: 'x' }), 403, 'token_malformed'],
      [
        await renew(server.url, { token: plain.token.replace(/.$/, (last) => (last === 'A' ? 'E' : 'A')) }),
        403,
        'token_invalid',
      ],
      [await renew(server.url, { token: plain.token }), 403, 'not_renewable'],
      [await renew(server.url, { token: bound.token }), 403, 'domain_mismatch'],
      [await renew(server.url, { token: revoked.token }), 403, 'token_revoked'],
    ];
    for (const [answer, status, code] of answers) expect([answer.status, codeOf(answer)]).toEqual([status, code]);
  });

  it('answers a preflight of a page on another origin', async () => {
    const answer = await rawRequest(server.url, '/v1/playback/tokens/renew', { method: 'OPTIONS' });
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([204, '*']);
  });

  it('is limited to six a minute for each token', async () => {
    const { token } = await issue();
    const answers = await Promise.all(Array.from({ length: 7 }, () => renew(server.url, { token })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 200, 429]);
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.headers).toMatchObject({
      'retry-after': expect.stringMatching(/^\d+$/),
      'ratelimit-limit': '6',
      'ratelimit-remaining': '0',
      'ratelimit-reset': expect.stringMatching(/^\d+$/),
    });
  });
});

describe('a playlist asked for with less than half of the life left', () => {
  it('brings a renewed token in the header for the header, in cookies for the cookie, and nothing else before', async () => {
    const { token } = await issue({ ttl: 6 });
    const early = await rawRequest(edge.url, master, { headers: { 'edge-token': token } });
    expect(early.headers['edge-token-renewed']).toBeUndefined();
    await sleep(4000);
    const byHeader = await rawRequest(edge.url, master, { headers: { 'edge-token': token } });
    const byCookie = await rawRequest(edge.url, master, { headers: { cookie: `edge_token=${token}` } });
    const byQuery = await rawRequest(edge.url, `${master}?et=${encodeURIComponent(token)}`);
    expect(await statusFor(String(byHeader.headers['edge-token-renewed']))).toBe(200);
    expect(byHeader.headers['set-cookie']).toBeUndefined();
    const cookies = byCookie.headers['set-cookie'] ?? [];
    expect(cookies).toHaveLength(2);
    for (const [index, area] of ['v', 'k'].entries()) {
      expect(cookies[index]).toMatch(
        new RegExp(
          `^edge_token=v=1~.*; Path=/${area}/film/; Max-Age=\\d+; Secure; HttpOnly; SameSite=None; Partitioned$`,
        ),
      );
    }
    expect(byQuery.headers['edge-token-renewed'] ?? byQuery.headers['set-cookie']).toBeUndefined();
    const segment = await rawRequest(edge.url, '/v/film/cover.jpg', { headers: { 'edge-token': token } });
    expect(segment.headers['edge-token-renewed']).toBeUndefined();
  });
});

describe('POST /v1/playback/tokens', () => {
  it('gives ten equal calls one token', async () => {
    const tokens = await Promise.all(Array.from({ length: 10 }, () => issue({ subject: 'vw_reuse' })));
    expect(new Set(tokens.map(({ token }) => token)).size).toBe(1);
    expect(tokens.filter(({ reused }) => reused)).toHaveLength(9);
  });

  it('gives another to another viewer, another order, one who wants it fresh, and to nobody in particular', async () => {
    const orders: Partial<IssueTokenBody>[] = [
      { subject: 'vw_a' },
      { subject: 'vw_b' },
      { subject: 'vw_a', ttl: 900 },
      { subject: 'vw_a', bind: { domains: ['app.example'] } },
      { subject: 'vw_a', kind: 'jwt' },
      { subject: 'vw_a', fresh: true },
      {},
      {},
    ];
    const ids = [];
    for (const order of orders) ids.push((await issue(order)).token_id);
    expect(new Set(ids).size).toBe(orders.length);
  });

  it('gives no token again that was taken back or is half spent', async () => {
    const first = await issue({ subject: 'vw_gone' });
    await server.client.revokePlaybackToken(first.token_id);
    expect((await issue({ subject: 'vw_gone' })).token_id).not.toBe(first.token_id);
    const brief = await issue({ subject: 'vw_brief', ttl: 4 });
    // Times are whole seconds: after three of four more than half are gone wherever the second began.
    await sleep(3000);
    expect((await issue({ subject: 'vw_brief', ttl: 4 })).token_id).not.toBe(brief.token_id);
  });

  it('gives a viewer thirty tokens a minute', async () => {
    const statuses: number[] = [];
    const startMs = performance.now();
    while (statuses.at(-1) !== 429) {
      const { status, headers } = await rawRequest(server.url, '/v1/playback/tokens', {
        method: 'POST',
        headers: { 'x-api-key': server.config.API_KEY },
        body: JSON.stringify({ asset_id: 'film', subject: 'vw_greedy', fresh: true }),
      });
      statuses.push(status);
      if (status === 429) expect(headers).toMatchObject({ 'retry-after': '2', 'ratelimit-limit': '30' });
    }
    const given = statuses.filter((status) => status === 201).length;
    expect(given).toBe(statuses.length - 1);
    expect(given).toBeGreaterThanOrEqual(30);
    // One more for every two seconds that the calls took.
    expect(given).toBeLessThanOrEqual(30 + (performance.now() - startMs) / 2000);
  });

  it('writes cookies and plain addresses for the transport cookie', async () => {
    const { cookies, urls, token } = await issue({ transport: 'cookie' });
    expect(urls).toEqual({
      hls: `${server.url}${master}`,
      dash: `${server.url}/v/film/manifest.mpd`,
      poster: `${server.url}/v/film/cover.jpg`,
    });
    expect(cookies[0]).toContain(`edge_token=${token}; Path=/v/film/; Max-Age=3600;`);
    const answer = await rawRequest(server.url, master, {
      headers: { cookie: (cookies[0] ?? '').split(';')[0] ?? '' },
    });
    expect(answer.status).toBe(200);
  });

  it('names the first object of the film that the paths leave out', async () => {
    const order = issue({ paths: ['/v/film/*'] });
    await expect(order).rejects.toMatchObject({
      code: 'acl_unreachable',
      message: expect.stringMatching(/needs \/k\/film\/[0-9a-f]{32}\.key,/),
    });
  });

  it.each<[Partial<IssueTokenBody>, string]>([
    [{ kind: 'jwt' }, 'invalid_request'],
    [{ deliver_via: 'cloudfront' }, 'adapter_unsupported'],
    [{ not_before: 9_999_999_999 }, 'ttl_too_long'],
    [{ paths: ['/v/film/master.m3u8', '/v/film/manifest.mpd', '/v/film/audio/*'] }, 'acl_unreachable'],
    [{ paths: ['/v/film/*.m3u8'] }, 'acl_unreachable'],
    [{ bind: { ip: ['300.0.0.0/8'] } }, 'binding_invalid'],
    // A JWT of these would be short enough, the tokens in the playlists would not.
    [{ kind: 'jwt', subject: 'vw_1', bind: { domains: longHosts } }, 'invalid_request'],
    [{ kind: 'opaque', bind: { domains: longHosts } }, 'invalid_request'],
  ])('refuses %j', async (order, code) => {
    await expect(issue(order)).rejects.toMatchObject({ status: 422, code });
  });

  it('opens nothing before not_before', async () => {
    const { token } = await issue({ not_before: Math.floor(Date.now() / 1000) + 60 });
    const { headers } = await rawRequest(server.url, master, { headers: { 'edge-token': token } });
    expect(headers['x-edge-deny']).toBe('token_not_yet_valid');
  });
});

describe('GET /v1/playback/tokens/{id}', () => {
  it('tells what is known of a token, and never the token', async () => {
    const { token, token_id, expires_at, renew_until } = await issue({ subject: 'vw_seen' });
    const fresh = await server.client.findPlaybackToken(token_id);
    expect(fresh).toEqual({
      token_id,
      asset_id: 'film',
      subject: 'vw_seen',
      kind: 'hmac',
      deliver_via: 'edge',
      issued_at: expect.any(Number),
      expires_at,
      renew_until,
      renewals: 0,
      revoked: false,
      last_seen_at: null,
      networks: 0,
    });
    await statusFor(token);
    await server.client.renewPlaybackToken(token);
    await server.client.revokePlaybackToken(token_id);
    const used = await server.client.findPlaybackToken(token_id);
    expect(used).toMatchObject({ renewals: 1, revoked: true, networks: 1, last_seen_at: expect.any(Number) });
    expect(JSON.stringify(used)).not.toContain('sig=');
  });

  it('knows nothing of a token that was not issued here', async () => {
    expect(await server.client.findPlaybackToken('tk_none')).toBeNull();
  });
});
