import { encodeBase64url, encodeUtf8 } from '@sluice/access';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ProtectedFilm, startWithProtectedFilm } from '../fixtures/protected-film.ts';
import { rawRequest } from '../fixtures/raw-request.ts';

const secret = '5e'.repeat(32);
let film: ProtectedFilm;
let query: string;
beforeAll(async () => {
  film = await startWithProtectedFilm('asked-film', { EDGE_PROXY_SECRET: secret });
  query = `?et=${encodeURIComponent(film.token)}`;
});
afterAll(() => film.server.stop());

/** What a proxy asks for a viewer's request. */
const ask = (target: string, headers: Record<string, string> = {}) =>
  rawRequest(film.server.url, '/v1/edge/authorize', {
    headers: { 'x-edge-proxy-secret': secret, 'x-original-uri': target, 'x-real-ip': '203.0.113.7', ...headers },
  });

describe('GET /v1/edge/authorize', () => {
  it('lets through what the gate lets through, and says for whom', async () => {
    const master = '/v/asked-film/master.m3u8';
    const path = `/_t/${encodeBase64url(encodeUtf8(film.token))}${master}`;
    for (const [target, headers] of [
      [master + query, {}],
      [path, {}],
      [master, { 'edge-token': film.token }],
      [master, { cookie: `edge_token=${film.token}` }],
    ] as const) {
      const answer = await ask(target, headers);
      expect([answer.status, answer.body.byteLength], target).toEqual([204, 0]);
      expect(answer.headers).toMatchObject({
        'x-edge-asset': 'asked-film',
        'x-edge-path': master,
        'x-edge-token-id': expect.stringMatching(/^tk_/),
        'x-edge-exp': expect.stringMatching(/^\d{10}$/),
      });
    }
  });

  it('denies everything else with 403, the code in X-Edge-Deny', async () => {
    for (const [target, code, headers] of [
      ['/v/asked-film/master.m3u8', 'token_missing', {}],
      [`/v/asked-film//master.m3u8${query}`, 'bad_path', {}],
      [`/v/other/master.m3u8${query}`, 'asset_mismatch', {}],
      [`/v/asked-film/x${query}`, 'method_not_allowed', { 'x-original-method': 'DELETE' }],
      [`/watch/asked-film${query}`, 'not_found', {}],
      ['', 'not_found', {}],
    ] as const) {
      const answer = await ask(target, headers);
      expect([answer.status, answer.headers['x-edge-deny']], target).toEqual([403, code]);
    }
  });

  it('takes the address of the viewer from the proxy', async () => {
    const bind = { ip: ['203.0.113.0/24'] };
    const { token } = await film.server.client.issuePlaybackToken({ asset_id: 'asked-film', bind });
    const target = `/v/asked-film/master.m3u8?et=${encodeURIComponent(token)}`;
    expect((await ask(target)).status).toBe(204);
    const elsewhere = await ask(target, { 'x-real-ip': '198.51.100.1' });
    expect(elsewhere.headers['x-edge-deny']).toBe('ip_mismatch');
  });

  it('denies from the moment on that a token is taken back', async () => {
    const { token, token_id: id } = await film.server.client.issuePlaybackToken({ asset_id: 'asked-film' });
    const target = `/v/asked-film/master.m3u8?et=${encodeURIComponent(token)}`;
    expect((await ask(target)).status).toBe(204);
    await film.server.client.revokePlaybackToken(id);
    expect((await ask(target)).headers['x-edge-deny']).toBe('token_revoked');
  });

  it('answers nobody but a proxy', async () => {
    const target = `/v/asked-film/master.m3u8${query}`;
    for (const given of ['', 'wrong', secret.slice(1), film.server.config.API_KEY]) {
      const answer = await ask(target, { 'x-edge-proxy-secret': given });
      expect([answer.status, answer.headers['x-edge-deny']]).toEqual([403, 'proxy_unknown']);
    }
  });
});
