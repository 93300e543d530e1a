import { encodeBase64url, encodeUtf8 } from '@sluice/access';
import type { EmbedTokenBody } from '@sluice/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawRequest } from '../fixtures/raw-request.ts';
import { startFilmOnTwoNodes, type TwoNodes } from '../fixtures/second-node.ts';

let nodes: TwoNodes;
let server: TwoNodes['server'];
let edge: TwoNodes['edge'];

beforeAll(async () => {
  nodes = await startFilmOnTwoNodes(1, true);
  ({ server, edge } = nodes);
});
afterAll(async () => {
  await nodes.stop();
});

const master = '/v/film/master.m3u8';
/** Each may be named, all of them together are too long for a token of 2048 characters. */
const longHosts = Array.from(
  { length: 12 },
  (_, index) => `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(50)}.s${index}.example`,
);
const create = (rules: Partial<EmbedTokenBody> = {}) => server.client.createEmbedToken({ asset_id: 'film', ...rules });
const get = (path: string, headers: Record<string, string> = {}, url = server.url) =>
  rawRequest(url, path, { headers });
const open = (token: string, path = master, url = server.url) => get(`${path}?et=${token}`, {}, url);
const denyOf = ({ headers }: Awaited<ReturnType<typeof get>>): unknown => headers['x-edge-deny'];
const childOf = ({ body }: Awaited<ReturnType<typeof get>>, pattern: RegExp): string =>
  `/v/film/${pattern.exec(body.toString())?.[0] ?? ''}`;

describe('an embed token', () => {
  it('opens a playback whose every part carries a token of its record instead of the embed token', async () => {
    const { id, token, prefix, urls } = await create();
    expect([id, token, prefix]).toEqual([
      expect.stringMatching(/^et_/),
      expect.stringMatching(/^emb_[\w-]{43}$/),
      `${token.slice(0, 10)}...`,
    ]);
    const entry = await get(urls.hls.slice(server.url.length));
    expect(entry.status).toBe(200);
    expect(entry.body.toString()).not.toContain(token);
    const playlist = await get(childOf(entry, /^video\/\S+$/m));
    expect([playlist.status, playlist.body.toString().includes(`~id%3D${id}~`)]).toEqual([200, true]);
    const segment = /^seg_1\.m4s\S+$/m.exec(playlist.body.toString())?.[0] ?? '';
    const folder = childOf(entry, /^video\/[^/]+\//m);
    expect((await get(folder + segment)).status).toBe(200);
    const key = /URI="(\/k\/[^"]+)"/.exec(playlist.body.toString())?.[1] ?? '';
    expect((await get(key)).body.byteLength).toBe(16);
    const manifest = await get(urls.dash.slice(server.url.length));
    expect([manifest.status, manifest.body.toString().includes('<BaseURL>/_t/')]).toEqual([200, true]);
    expect((await get(urls.poster.slice(server.url.length))).status).toBe(200);
  });

  it('opens entries alone, and never from the path', async () => {
    const { token } = await create();
    expect(denyOf(await open(token, '/v/film/video/r108_h264/seg_1.m4s'))).toBe('acl_mismatch');
    const inPath = `/_t/${encodeBase64url(encodeUtf8(token))}${master}`;
    expect(denyOf(await get(inPath))).toBe('token_malformed');
    expect(denyOf(await open(`emb_${'A'.repeat(43)}`))).toBe('token_invalid');
    expect(denyOf(await open(token, '/v/other/master.m3u8'))).toBe('asset_mismatch');
  });

  it('rewrites the children also for a token that rides in a header', async () => {
    const { token } = await create();
    const entry = await get(master, { 'edge-token': token });
    expect((await get(childOf(entry, /^video\/\S+$/m), { 'edge-token': token })).status).toBe(200);
  });

  it('is bound to the sites of its record, and so are the children', async () => {
    const { token } = await create({ domains: ['*.example.org'] });
    const headers = { origin: 'https://app.example.org' };
    expect(denyOf(await open(token))).toBe('domain_mismatch');
    const entry = await get(`${master}?et=${token}`, headers);
    expect(entry.status).toBe(200);
    const child = childOf(entry, /^video\/\S+$/m);
    expect([(await get(child, headers)).status, denyOf(await get(child))]).toEqual([200, 'domain_mismatch']);
  });

  it('gives no more plays than it has, however many ask at once', async () => {
    const { id, token } = await create({ max_plays: 3 });
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => open(token, master, index % 2 === 0 ? server.url : edge.url)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
    expect(new Set(answers.flatMap((answer) => (answer.status === 200 ? [] : [denyOf(answer)])))).toEqual(
      new Set(['token_exhausted']),
    );
    expect((await open(token, '/v/film/cover.jpg')).status).toBe(200);
    const { embed_tokens: list } = await server.client.listEmbedTokens({ assetId: 'film' });
    expect(list.find((record) => record.id === id)).toMatchObject({ plays: 3, last_used_at: expect.any(Number) });
  });

  it('counts no play for who only looks whether it is there', async () => {
    const { token } = await create({ max_plays: 1 });
    const target = `${master}?et=${token}`;
    expect((await rawRequest(server.url, target, { method: 'HEAD' })).status).toBe(200);
    expect((await rawRequest(edge.url, target, { method: 'HEAD' })).status).toBe(200);
    expect([(await open(token)).status, denyOf(await open(token))]).toEqual([200, 'token_exhausted']);
  });

  it('ends with its record: at once for manifests on every node, soon for what was made from it', async () => {
    const { id, token } = await create();
    const child = childOf(await open(token), /^video\/\S+$/m);
    await server.client.deleteEmbedToken(id);
    expect([denyOf(await open(token)), denyOf(await open(token, master, edge.url))]).toEqual([
      'token_invalid',
      'token_invalid',
    ]);
    expect(denyOf(await get(child))).toBe('token_revoked');
    await expect.poll(async () => (await get(child, {}, edge.url)).status).not.toBe(200);
    await server.client.deleteEmbedToken(id);
  });

  it('can be switched off and on', async () => {
    const { id, token } = await create();
    const child = childOf(await open(token), /^video\/\S+$/m);
    expect(await server.client.changeEmbedToken(id, { is_active: false })).toMatchObject({ id, is_active: false });
    expect([denyOf(await open(token)), denyOf(await get(child))]).toEqual(['token_revoked', 'token_revoked']);
    await server.client.changeEmbedToken(id, { is_active: true });
    expect([(await open(token)).status, (await get(child)).status]).toEqual([200, 200]);
  });

  it('ends at its time, and can be given another', async () => {
    const now = Math.floor(Date.now() / 1000);
    const { id, token } = await create({ expires_at: now - 1 });
    expect(denyOf(await open(token))).toBe('token_expired');
    await server.client.changeEmbedToken(id, { expires_at: null, label: 'for ever' });
    expect((await open(token)).status).toBe(200);
  });

  it('is taken back with its viewer, for as long as it lives', async () => {
    const { token } = await create({ subject: 'vw_1' });
    const revocation = await server.client.createRevocation({ type: 'subject', value: 'vw_1' });
    expect(revocation.expires_at).toBe(9_999_999_999);
    expect(denyOf(await open(token))).toBe('token_revoked');
    expect((await open((await create({ subject: 'vw_1' })).token)).status).toBe(200);
  });

  it('is taken back by a revocation of its record, which deletes it', async () => {
    const { id, token } = await create();
    await server.client.createRevocation({ type: 'embed', value: id });
    expect(denyOf(await open(token))).toBe('token_invalid');
  });

  it('is renewed by nobody', async () => {
    const { token } = await create();
    await expect(server.client.renewPlaybackToken(token)).rejects.toMatchObject({ status: 403, code: 'not_renewable' });
  });
});

describe('POST /v1/playback/tokens with kind opaque', () => {
  it('makes an embed token that ends as any other token does', async () => {
    const issued = await server.client.issuePlaybackToken({ asset_id: 'film', kind: 'opaque', subject: 'vw_9' });
    expect(issued).toMatchObject({
      kind: 'opaque',
      token_id: expect.stringMatching(/^et_/),
      token: expect.stringMatching(/^emb_/),
      renew_until: null,
      reused: false,
    });
    expect(issued.expires_at - issued.issued_at).toBe(3600);
    expect((await open(issued.token)).status).toBe(200);
    expect(await server.client.findPlaybackToken(issued.token_id)).toMatchObject({ kind: 'opaque', revoked: false });
    await server.client.revokePlaybackToken(issued.token_id);
    expect(denyOf(await open(issued.token))).toBe('token_revoked');
    expect(await server.client.findPlaybackToken(issued.token_id)).toMatchObject({ revoked: true });
  });

  it('refuses what an embed token cannot say', async () => {
    const opaque = { asset_id: 'film', kind: 'opaque' } as const;
    for (const order of [{ paths: ['/v/film/*'] }, { not_before: 1_777_032_108 }, { transport: 'path' as const }]) {
      await expect(server.client.issuePlaybackToken({ ...opaque, ...order })).rejects.toMatchObject({ status: 422 });
    }
    const bind = { user_agent: 'TV/1' };
    await expect(server.client.issuePlaybackToken({ ...opaque, bind })).rejects.toMatchObject({
      code: 'binding_invalid',
    });
  });
});

describe('the list of embed tokens', () => {
  it('shows prefixes, never a token', async () => {
    const { id, token } = await create({ label: 'shop', ips: ['203.0.113.0/24'] });
    const list = await server.client.listEmbedTokens({ assetId: 'film' });
    expect(list.embed_tokens.find((record) => record.id === id)).toMatchObject({ label: 'shop', max_plays: null });
    expect(JSON.stringify(list)).not.toContain(token);
    expect((await server.client.listEmbedTokens({ assetId: 'none' })).embed_tokens).toEqual([]);
  });

  it.each<[Partial<EmbedTokenBody>, number, string]>([
    [{ asset_id: 'none' }, 404, 'asset_not_found'],
    [{ domains: ['a b'] }, 422, 'binding_invalid'],
    [{ ips: ['here'] }, 422, 'binding_invalid'],
    [{ max_plays: 0 }, 422, 'invalid_request'],
    [{ domains: longHosts }, 422, 'invalid_request'],
  ])('takes no %j', async (rules, status, code) => {
    await expect(create(rules)).rejects.toMatchObject({ status, code });
  });

  it('tells of a record that is not there', async () => {
    await expect(server.client.changeEmbedToken('et_none', {})).rejects.toMatchObject({ status: 404 });
  });

  it('takes no change that the tokens of a playback have no room for, and keeps the record as it was', async () => {
    const { id, token } = await create();
    const change = server.client.changeEmbedToken(id, { domains: longHosts });
    await expect(change).rejects.toMatchObject({ status: 422, code: 'invalid_request' });
    expect((await open(token)).status).toBe(200);
  });
});
