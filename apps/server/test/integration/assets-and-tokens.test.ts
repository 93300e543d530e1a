import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareFilm } from '../fixtures/prepare-film.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';
import { makeTinyClip } from '../fixtures/tiny-clip.ts';

let server: TestServer;

beforeAll(async () => {
  const [started, clip] = await Promise.all([startTestServer({ BASE_URL: 'https://media.example/' }), makeTinyClip(2)]);
  server = started;
  await prepareFilm(server, { id: 'film', clip, access: 'protected', isEncrypted: true });
  await server.client.setAssetAccess('empty', 'protected');
});
afterAll(() => server.stop());

const call = (method: string, target: string, body?: unknown) =>
  rawRequest(server.url, target, {
    method,
    headers: { 'x-api-key': server.config.API_KEY },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
const json = (answer: { body: Buffer }): Record<string, unknown> => JSON.parse(answer.body.toString());

describe('/v1/assets/{id}', () => {
  it('is created once and then changed', async () => {
    const created = await call('PUT', '/v1/assets/new', { access: 'public' });
    const changed = await call('PUT', '/v1/assets/new', { access: 'protected' });
    expect([created.status, changed.status]).toEqual([201, 200]);
    expect(json(changed)).toMatchObject({
      id: 'new',
      access: 'protected',
      ready: false,
      encrypted: false,
      duration_seconds: null,
    });
  });

  it('tells what exists', async () => {
    const view = json(await call('GET', '/v1/assets/film'));
    expect(view).toMatchObject({ id: 'film', access: 'protected', ready: true, encrypted: true });
    expect(view.duration_seconds).toBeCloseTo(2, 0);
    expect(json(await call('GET', '/v1/assets/none'))).toMatchObject({ status: 404, code: 'assets/not-found' });
  });

  it.each([['{'], [{}], [{ access: 'secret' }], [{ access: 'public', extra: 1 }], ['[]'], ['null']])(
    'refuses %j',
    async (body) => {
      const answer = await call('PUT', '/v1/assets/new', body);
      expect([answer.status, json(answer).code]).toEqual([400, 'assets/invalid-body']);
    },
  );

  it('refuses an id that is no safe path segment', async () => {
    expect(json(await call('PUT', '/v1/assets/a%20b', { access: 'public' })).code).toBe('assets/invalid-id');
  });

  it('keeps its policy when a job is made for it', async () => {
    await server.client.createJob({ type: 'video:cover', hash: 'new', source: 'uploads/film.mp4' });
    expect(await server.client.findAsset('new')).toMatchObject({ access: 'protected' });
  });
});

describe('POST /v1/playback/tokens', () => {
  it('answers in the form of the contract', async () => {
    const answer = await call('POST', '/v1/playback/tokens', { asset_id: 'film', subject: 'vw_1' });
    expect([answer.status, answer.headers['cache-control']]).toEqual([201, 'no-store']);
    const token = json(answer);
    expect(token).toMatchObject({
      token_id: expect.stringMatching(/^tk_/),
      kind: 'hmac',
      token: expect.stringMatching(/^v=1~kid=[^~]+~st=\d{10}~exp=\d{10}~acl=\/v\/film\/\*!\/k\/film\/\*~/),
      reused: false,
      cookies: [],
      warnings: [],
    });
    expect(Number(token.expires_at) - Number(token.issued_at)).toBe(3600);
    expect(Number(token.expires_at) - Number(token.renew_after)).toBe(720);
    expect(Number(token.renew_until) - Number(token.issued_at)).toBe(43_200);
    expect(token.urls).toMatchObject({
      hls: expect.stringMatching(/^https:\/\/media\.example\/v\/film\/master\.m3u8\?et=v%3D1~/),
      dash: expect.stringMatching(/^https:\/\/media\.example\/_t\/[\w-]+\/v\/film\/manifest\.mpd$/),
      poster: expect.stringMatching(/^https:\/\/media\.example\/v\/film\/cover\.jpg\?et=/),
    });
  });

  it.each<[unknown, number, string]>([
    ['{', 422, 'invalid_request'],
    [{}, 422, 'invalid_request'],
    [{ asset_id: 'film', kind: 'jwt' }, 422, 'invalid_request'],
    [{ asset_id: 'film', ttl: '60' }, 422, 'invalid_request'],
    [{ asset_id: 'film', nonsense: true }, 422, 'invalid_request'],
    [{ asset_id: 'none' }, 404, 'asset_not_found'],
    [{ asset_id: 'empty' }, 409, 'asset_not_ready'],
    [{ asset_id: 'film', ttl: 86_401 }, 422, 'ttl_too_long'],
    [{ asset_id: 'film', ttl: 1, renewable: false }, 422, 'ttl_shorter_than_asset'],
    [{ asset_id: 'film', paths: ['/v/other/*'] }, 422, 'acl_unreachable'],
    [{ asset_id: 'film', paths: ['/v/*'] }, 422, 'acl_unreachable'],
    [{ asset_id: 'film', paths: ['/v/film/master.m3u8'] }, 422, 'acl_unreachable'],
    [{ asset_id: 'film', paths: ['/v/film/**/x'] }, 422, 'acl_unreachable'],
    [{ asset_id: 'film', bind: { ip: ['here'] } }, 422, 'binding_invalid'],
    [{ asset_id: 'film', bind: { domains: ['a b'] } }, 422, 'binding_invalid'],
  ])('refuses %j', async (body, status, code) => {
    const answer = await call('POST', '/v1/playback/tokens', body);
    expect([answer.status, json(answer)]).toEqual([
      status,
      { error: { code, message: expect.any(String), request_id: answer.headers['x-request-id'] } },
    ]);
  });

  it('takes no playback token in place of the API key', async () => {
    const { token } = await server.client.issuePlaybackToken({ asset_id: 'film' });
    const answer = await rawRequest(server.url, `/v1/playback/tokens?et=${encodeURIComponent(token)}`, {
      method: 'POST',
      headers: { 'edge-token': token },
      body: '{"asset_id":"film"}',
    });
    expect([answer.status, (json(answer).error as { code: string }).code]).toEqual([401, 'missing_api_key']);
  });
});

describe('a deployment with a public address', () => {
  it('writes it into stored key addresses and still knows them as its own', async () => {
    const { token } = await server.client.issuePlaybackToken({ asset_id: 'film' });
    const path = '/v/film/audio/und_aac_2ch/playlist.m3u8';
    const stored = await rawRequest(server.url, path.replace('/v/', '/stream/'), { headers: { 'edge-token': token } });
    expect(stored.body.toString()).toContain('URI="https://media.example/api/key/film"');
    const swapped = await rawRequest(server.url, path, { headers: { 'edge-token': token } });
    expect(swapped.body.toString()).toMatch(/URI="\/k\/film\/[0-9a-f]{32}\.key"/);
  });
});
