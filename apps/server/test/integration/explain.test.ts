import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ProtectedFilm, startWithProtectedFilm } from '../fixtures/protected-film.ts';
import { rawRequest } from '../fixtures/raw-request.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

let film: ProtectedFilm;
let master: string;
beforeAll(async () => {
  film = await startWithProtectedFilm('puzzle');
  master = `/v/puzzle/master.m3u8?et=${encodeURIComponent(film.token)}`;
});
afterAll(() => film.server.stop());

const explain = (body: Parameters<ProtectedFilm['server']['client']['explainAccess']>[0]) =>
  film.server.client.explainAccess(body);

describe('POST /v1/edge/explain', () => {
  it('agrees with what the request itself is answered, with and without what it carries', async () => {
    const signature = film.token.slice(-43);
    const changed = master.replace(signature, `${signature.slice(0, -2)}AA`);
    const elsewhere = master.replace('/v/puzzle/', '/v/riddle/');
    for (const target of [master, '/v/puzzle/master.m3u8', changed, elsewhere, '/v/puzzle//x', '/watch/puzzle']) {
      const [answer, explanation] = await Promise.all([
        rawRequest(film.server.url, target),
        explain({ url: film.server.url + target }),
      ]);
      if (target !== '/watch/puzzle') expect(explanation.status, target).toBe(answer.status);
      if (answer.status !== 200) expect(explanation.code, target).toBe(answer.headers['x-edge-deny']);
      expect(JSON.stringify(explanation)).not.toContain(signature);
    }
  });

  it('answers for another viewer and another time', async () => {
    const bind = { ip: ['203.0.113.0/24'] };
    const issued = await film.server.client.issuePlaybackToken({ asset_id: 'puzzle', bind });
    const { hls } = issued.urls;
    expect(await explain({ url: hls })).toMatchObject({ code: 'ip_mismatch' });
    expect(await explain({ url: hls, ip: '203.0.113.9' })).toMatchObject({ decision: 'allow', code: null });
    const late = await explain({ url: hls, ip: '203.0.113.9', at: issued.expires_at });
    expect(late).toMatchObject({ code: 'token_expired', at: issued.expires_at });
  });

  it('is for operators, and refuses what it cannot read in RFC 9457', async () => {
    const ask = (headers: Record<string, string>, body: string) =>
      rawRequest(film.server.url, '/v1/edge/explain', { method: 'POST', headers, body });
    expect((await ask({}, '{"url":"/v/a/b"}')).status).toBe(401);
    const refused = await ask({ 'x-api-key': film.server.config.API_KEY }, '{"link":"/v/a/b"}');
    expect([refused.status, refused.headers['content-type']]).toEqual([422, 'application/problem+json']);
    expect(JSON.parse(refused.body.toString())).toMatchObject({ code: 'access/invalid-request' });
  });
});

it('sluice explain asks the running server and tells a person', async () => {
  const { config, url } = film.server;
  const env = { PATH: process.env.PATH, API_KEY: config.API_KEY, DATA_DIR: config.DATA_DIR, PORT: new URL(url).port };
  const run = (...args: string[]) => promisify(execFile)(process.execPath, [MAIN, 'explain', ...args], { env });
  const { stdout } = await run(`${url}/v/puzzle/master.m3u8`, '--header', `Edge-Token: ${film.token}`);
  expect(stdout).toMatch(/^At \S+ this request is let through\.\n/);
  const refused = await run(`${url}${master}`, '--at', '2099-01-01T00:00:00Z');
  expect(refused.stdout).toContain('refused with 403, token_expired');
  expect(refused.stdout).toMatch(/FAILED {2}end/);
  expect(refused.stdout).not.toContain(film.token.slice(-43));
  const { stderr } = await run('/v/a/b').then(
    () => ({ stderr: '' }),
    (error: { stderr: string }) => error,
  );
  expect(stderr).toBe('');
  await expect(
    promisify(execFile)(process.execPath, [MAIN, 'explain', '/v/a/b'], { env: { ...env, PORT: '9' } }),
  ).rejects.toMatchObject({ stderr: expect.stringContaining('No server answers') });
});
