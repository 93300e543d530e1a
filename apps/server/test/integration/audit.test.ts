import { join } from 'node:path';
import { encodeBase64url, encodeUtf8 } from '@sluice/access';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ProtectedFilm, startWithProtectedFilm } from '../fixtures/protected-film.ts';
import { type RawRequest, rawRequest } from '../fixtures/raw-request.ts';
import { readLines } from '../fixtures/read-lines.ts';
import { type SpawnedSluice, spawnSluice } from '../fixtures/spawn-sluice.ts';

let film: ProtectedFilm;
/** A process of the deployment that logs all it can. */
let node: SpawnedSluice;
let url: string;
let auditFile: string;

beforeAll(async () => {
  film = await startWithProtectedFilm('noted-film');
  const { DATA_DIR, DATABASE_URL } = film.server.config;
  auditFile = join(DATA_DIR, 'logs', 'audit.log');
  node = spawnSluice(['serve', '--role', 'api,edge'], {
    ...{ DATA_DIR, DATABASE_URL, PORT: '0', LOG_LEVEL: 'debug', ACCESS_LOG: 'true', AUDIT_LOG: auditFile },
    ...{
      DENIALS_PER_ADDRESS: '30',
      TRUSTED_PROXIES: '127.0.0.1/32',
      MEDIA_REQUESTS_BURST: '20',
      MEDIA_REQUESTS_PER_SECOND: '1',
      SHUTDOWN_TIMEOUT: '1s',
    },
  });
  const ready = /"url":"(http:[^"]+)".*"serving"/;
  await node.saw(ready);
  url = ready.exec(node.output())?.[1] ?? '';
});
afterAll(async () => {
  await node.end('SIGTERM');
  await film.server.stop();
});

const master = '/v/noted-film/master.m3u8';
/** Everything that was shown and must not be written. */
const secrets = new Set<string>();
let lastAddress = 0;

const ask = (target: string, { headers, ...rest }: RawRequest = {}) =>
  rawRequest(url, target, { headers: { 'x-forwarded-for': '203.0.113.7', ...headers }, ...rest });
/** From an address that nobody else has. */
const askAlone = (target: string, headers: RawRequest['headers'] = {}) =>
  ask(target, { headers: { 'x-forwarded-for': `198.51.100.${++lastAddress}`, ...headers } });

async function call(method: string, path: string, body?: unknown) {
  const { status, body: bytes } = await ask(path, {
    method,
    headers: { 'x-api-key': film.server.config.API_KEY, 'user-agent': 'backend/1' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = (bytes.byteLength === 0 ? {} : JSON.parse(bytes.toString())) as Record<string, string>;
  return { status, answer };
}
async function issue(order: object = {}) {
  const { answer } = await call('POST', '/v1/playback/tokens', { asset_id: 'noted-film', ...order });
  secrets.add(answer.token ?? '');
  return { token: answer.token ?? '', id: answer.token_id ?? '' };
}
const records = async (wanted: object) =>
  (await readLines(auditFile)).filter((record) =>
    Object.entries(wanted).every(([name, value]) => record[name] === value),
  );

/** The token in each carrier, and where somebody may put it by mistake. */
const places = (token: string): readonly (readonly [string, Record<string, string>])[] => [
  [`${master}?et=${encodeURIComponent(token)}`, {}],
  [`/_t/${encodeBase64url(encodeUtf8(token))}${master}`, {}],
  [master, { 'edge-token': token }],
  [master, { cookie: `edge_token=${token}` }],
  [`${master}?${token}`, {}],
  [`${master}?token=${encodeURIComponent(token)}&Signature=${token.slice(-20)}&hmac=${token.slice(-20)}`, {}],
  [`${master}?et=${token}&et=${token}`, {}],
  [`/v/${encodeURIComponent(token)}/master.m3u8`, {}],
  [`/${token}`, {}],
  [`/embed/${token}`, {}],
  [`/v/noted-film/../${token}`, {}],
];

describe('the audit log', () => {
  it('tells who was given what, from where, and by which key', async () => {
    const { token, id } = await issue({ subject: 'vw_1' });
    await issue({ subject: 'vw_1' });
    const [first, second] = await records({ event: 'issue', token_id: id });
    expect(first).toMatchObject({
      ...{ channel: 'audit', decision: 'allow', code: 'ok', kind: 'hmac', sub: 'vw_1', asset: 'noted-film' },
      ...{ reused: false, network: 'v4:cb0071', kid: expect.stringMatching(/^\w+/), node: expect.any(String) },
    });
    expect(second).toMatchObject({ reused: true });
    await ask('/v1/playback/tokens/renew', { method: 'POST', headers: { 'edge-token': token } });
    expect(await records({ event: 'renew', token_id: id, decision: 'allow', sub: 'vw_1' })).toHaveLength(1);
    await ask('/v1/playback/tokens/renew', { method: 'POST', headers: { 'edge-token': `${token}A` } });
    expect(await records({ event: 'renew', decision: 'deny', code: 'token_malformed' })).toHaveLength(1);
    await call('POST', '/v1/playback/tokens', { asset_id: 'no-film' });
    expect(await records({ event: 'issue', code: 'asset_not_found', asset: 'no-film' })).toHaveLength(1);
    await call('DELETE', `/v1/playback/tokens/${id}`);
    expect(await records({ event: 'revoke', type: 'token', value: id })).toHaveLength(1);
    const metrics = (await ask('/metrics')).body.toString();
    expect(metrics).toMatch(/^token_issue_total\{reused="true"\} 1$/m);
    expect(metrics).toMatch(/^renew_total\{result="ok"\} 1$/m);
  });

  it('has one record for each denial, which names token and viewer only where the signature was good', async () => {
    const { token, id } = await issue({ subject: 'vw_2', bind: { domains: ['app.example'] } });
    const forged = token.replace(/.$/, (last) => (last === 'A' ? 'E' : 'A'));
    secrets.add(forged);
    await askAlone(master, { 'edge-token': token, 'user-agent': 'VLC/3.0.20 LibVLC/3.0.20' });
    await askAlone(master, { 'edge-token': forged });
    await askAlone(master);
    const [mismatch] = await records({ event: 'media', code: 'domain_mismatch' });
    expect(mismatch).toMatchObject({
      ...{ decision: 'deny', kind: 'hmac', token_id: id, sub: 'vw_2', asset: 'noted-film', path_class: 'manifest' },
      ...{ network: 'v4:c63364', agent: 'vlc' },
    });
    const [invalid] = await records({ event: 'media', code: 'token_invalid' });
    expect(invalid).toMatchObject({ kind: 'hmac', asset: 'noted-film' });
    expect(invalid).not.toHaveProperty('token_id');
    expect(await records({ event: 'media', code: 'token_missing' })).toHaveLength(1);
  });

  it('has one record when an address is blocked, not one for each request that follows', async () => {
    const headers = { 'x-forwarded-for': '192.0.2.66' };
    for (let guess = 0; guess < 35; guess++) await ask(`${master}?et=guess`, { headers });
    expect(await records({ event: 'block', network: 'v4:c00002' })).toHaveLength(1);
    expect(await records({ event: 'media', network: 'v4:c00002' })).toHaveLength(30);
  });
});

describe('the log, the audit log and the standard error', () => {
  it('hold no token and no signature, whatever carried it and wherever it was put', async () => {
    const tokens = [
      (await issue({ subject: 'vw_3' })).token,
      (await issue({ kind: 'jwt', subject: 'vw_3' })).token,
      (await issue({ kind: 'opaque', subject: 'vw_3' })).token,
    ];
    for (const token of tokens) {
      for (const [target, headers] of places(token)) await askAlone(target, headers);
      await call('POST', '/v1/edge/explain', { url: `http://x${master}?et=${encodeURIComponent(token)}` });
      await call('POST', '/v1/edge/revocations', { type: 'token', value: token, reason: token });
      await call('POST', '/v1/playback/tokens', { asset_id: token, subject: token });
      await call('GET', `/v1/playback/tokens/${encodeURIComponent(token)}`);
      await call('DELETE', `/v1/embed-tokens/${encodeURIComponent(token)}`);
      await ask('/v1/playback/tokens/renew', { method: 'POST', body: JSON.stringify({ token }) });
    }
  });

  it('not even when the process ends, which writes what the tokens were used for', async () => {
    const { token, id } = await issue({ subject: 'vw_4' });
    const segment = film.objects.find((path) => /^\/v\/noted-film\/(?!cbcs).*\.m4s$/.test(path)) ?? '';
    for (const target of [master, segment, segment]) {
      expect((await askAlone(target, { 'edge-token': token })).status).toBe(200);
    }
    const { byteLength } = (await askAlone(segment, { 'edge-token': token })).body;
    for (let index = 0; index < 20; index++) await askAlone(segment, { 'edge-token': token });
    expect(await node.end('SIGTERM')).toBe(0);
    const [used, ...others] = await records({ event: 'media', token_id: id });
    expect(others).toEqual([]);
    expect(used).toMatchObject({ decision: 'allow', code: 'ok', sub: 'vw_4', kind: 'hmac', asset: 'noted-film' });
    expect(used?.requests).toMatchObject({ manifest: 1, segment: expect.any(Number) });
    expect(used?.limited).toBeGreaterThan(0);
    const segments = (used?.requests as Record<string, number> | undefined)?.segment ?? 0;
    expect(used?.bytes).toBeGreaterThanOrEqual(segments * byteLength);

    const lines = [
      ...(await readLines(auditFile)).map((record) => JSON.stringify(record)),
      ...node.output().split('\n'),
    ];
    expect(lines.length).toBeGreaterThan(100);
    const parts = [...secrets].flatMap((secret) => [secret, secret.slice(-20), secret.slice(0, 40)]);
    const telling = [
      ...parts,
      ...parts.flatMap((part) => [encodeURIComponent(part), encodeBase64url(encodeUtf8(part)).slice(0, 40)]),
    ];
    for (const line of lines) {
      expect(line).not.toMatch(/sig=|hmac=|Signature|token=|eyJ|emb_\w|dj0x/);
      for (const part of telling) if (part !== '' && line.includes(part)) expect.fail(`a token in: ${line}`);
    }
  });
});
