import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { get as httpGet, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IssueTokenBody, PlaybackTokenState, RevocationBody } from '@sluice/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EdgeFleet, type EdgeProcess, startEdgeFleet } from '../fixtures/edge-fleet.ts';
import { objectKeyOf, storedBytes as storedAt } from '../fixtures/every-object.ts';
import { type ProtectedFilm, startWithProtectedFilm } from '../fixtures/protected-film.ts';
import { type RawAnswer, rawRequest } from '../fixtures/raw-request.ts';

const LARGE_BYTES = 48 * 1024 * 1024;
/** The hard bound of edge access §12.2. */
const HARD_BOUND_MS = 15_000;

let film: ProtectedFilm;
let fleet: EdgeFleet;
let edges: readonly EdgeProcess[];
let segments: readonly string[];

beforeAll(async () => {
  film = await startWithProtectedFilm('film', { MODE: 'api,worker' });
  await film.server.media.put(objectKeyOf('film', 'whole.mp4'), Buffer.alloc(LARGE_BYTES, 7));
  segments = film.objects.filter((path) => /^\/v\/film\/(audio|video)\/.*seg_\d+\.m4s$/.test(path)).sort();
  fleet = await startEdgeFleet(film.server, 4, { EDGE_DISK_CACHE_SIZE: String(64 * 1024 * 1024) });
  edges = fleet.edges;
});
afterAll(async () => {
  await fleet?.stop();
  await film?.server.stop();
});

const issue = (order: Partial<IssueTokenBody> = {}) =>
  film.server.client.issuePlaybackToken({ asset_id: 'film', fresh: true, ...order });
const get = (edge: EdgeProcess, path: string, token?: string, headers: Readonly<Record<string, string>> = {}) =>
  rawRequest(edge.url, path, { headers: { ...headers, ...(token === undefined ? {} : { 'edge-token': token }) } });
const storedBytes = (path: string): Promise<Buffer> => storedAt(film.server, 'film', path.slice('/v/film/'.length));
async function stateOf(tokenId: string): Promise<PlaybackTokenState> {
  const headers = { 'x-api-key': film.server.config.API_KEY };
  const { body } = await rawRequest(film.server.url, `/v1/playback/tokens/${tokenId}`, { headers });
  return JSON.parse(body.toString()) as PlaybackTokenState;
}
const onEach = <T>(act: (edge: EdgeProcess) => Promise<T>): Promise<T[]> => Promise.all(edges.map(act));
const segmentAt = (index: number): string => {
  const path = segments.at(index);
  if (path === undefined) throw new Error(`the film has only ${segments.length} segments`);
  return path;
};

const fetches = (edge: EdgeProcess) => edge.count('vylux_storage_operations_total', 'role="media"', 'operation="get"');
const storeOperations = (edge: EdgeProcess) => edge.count('vylux_storage_operations_total', 'role="media"');
const cacheRequests = (edge: EdgeProcess) => edge.count('edge_cache_requests_total');
const denyOf = ({ status, headers }: RawAnswer) => [status, headers['x-edge-deny']];

async function cachedPaths({ dataDir }: EdgeProcess): Promise<string[]> {
  const entries = await readdir(join(dataDir, 'cache/objects'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
async function untilTrue(check: () => Promise<boolean>): Promise<void> {
  const begin = performance.now();
  while (!(await check())) {
    if (performance.now() - begin > HARD_BOUND_MS) throw new Error('it never became so');
    await sleep(20);
  }
}

/** Every file that an edge keeps on its disk, once these bytes are among them: they are written after the answer. */
async function filesOnDisk(edge: EdgeProcess, awaited: Buffer): Promise<Buffer[]> {
  const begin = performance.now();
  for (;;) {
    const files = await Promise.all((await cachedPaths(edge)).map((path) => readFile(path)));
    if (files.some((file) => file.includes(awaited))) return files;
    if (performance.now() - begin > HARD_BOUND_MS) throw new Error('it was never kept');
    await sleep(20);
  }
}

describe('four edges before one origin', () => {
  it('fetch a segment once each, however many viewers with tokens of their own ask at the same time', async () => {
    const path = segmentAt(0);
    const stored = await storedBytes(path);
    const tokens = [(await issue({ subject: 'vw_a' })).token, (await issue({ subject: 'vw_b' })).token];
    const before = await onEach(fetches);
    const answers = await onEach((edge) =>
      Promise.all(Array.from({ length: 12 }, (_, viewer) => get(edge, path, tokens[viewer % 2]))),
    );
    for (const { status, body, headers } of answers.flat()) {
      expect(status).toBe(200);
      expect(body.equals(stored)).toBe(true);
      expect(headers['cache-control']).toMatch(/^private/);
    }
    expect(await onEach(fetches)).toEqual(before.map((count) => count + 1));
  });

  it('end a fetch whose first viewer has gone, for those who wait for it', async () => {
    const path = segmentAt(1);
    const [edge] = edges as [EdgeProcess];
    const before = await fetches(edge);
    const leaving = httpGet(`${edge.url}${path}`, { headers: { 'edge-token': film.token }, agent: false });
    leaving.on('error', () => undefined);
    await once(leaving, 'finish');
    leaving.destroy();
    const answers = await Promise.all([get(edge, path, film.token), get(edge, path, film.token)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await fetches(edge)).toBe(before + 1);
  });

  it('cut ranges and answer conditions from what they have', async () => {
    const path = segmentAt(0);
    const stored = await storedBytes(path);
    const before = await onEach(fetches);
    await onEach(async (edge) => {
      const range = await get(edge, path, film.token, { range: 'bytes=10-19' });
      expect([range.status, range.headers['content-range']]).toEqual([206, `bytes 10-19/${stored.length}`]);
      expect(range.body.equals(stored.subarray(10, 20))).toBe(true);
      const same = await get(edge, path, film.token, { 'if-none-match': String(range.headers.etag) });
      expect(same.status).toBe(304);
    });
    expect(await onEach(fetches)).toEqual(before);
  });

  it('keep nothing of a token, whatever carried it', async () => {
    const { token, token_id, urls } = await issue({ subject: 'vw_secret' });
    const path = segmentAt(2);
    const stored = await storedBytes(path);
    const encoded = new URL(urls.dash ?? '').pathname.split('/')[2] ?? '';
    expect(urls.dash).toContain('/_t/');
    const carried = [`${path}?et=${encodeURIComponent(token)}`, `/_t/${encoded}${path}`];
    const before = await onEach(fetches);
    await onEach(async (edge) => {
      for (const target of carried) expect((await get(edge, target)).status).toBe(200);
      expect((await get(edge, path, token)).status).toBe(200);
      expect((await get(edge, path, undefined, { cookie: `edge_token=${token}` })).status).toBe(200);
      const kept = Buffer.concat(await filesOnDisk(edge, stored)).toString('latin1');
      for (const secret of [token, token_id, encoded, 'vw_secret']) expect(kept).not.toContain(secret);
    });
    expect(await onEach(fetches)).toEqual(before.map((count) => count + 1));
  });

  it('neither ask nor fill a cache for a request that is denied (edge access §24.11)', async () => {
    const other = await issue();
    const forged = other.token.replace(/.$/, (last) => (last === 'A' ? 'E' : 'A'));
    const [kept, fresh] = [segmentAt(0), segmentAt(-1)];
    const before = await onEach(async (edge) => [await cacheRequests(edge), await storeOperations(edge)]);
    const denied = await onEach((edge) => edge.count('edge_decisions_total', 'code="token_missing"', 'kind="none"'));
    await onEach(async (edge) => {
      for (const path of [kept, fresh]) {
        expect(denyOf(await get(edge, path))).toEqual([403, 'token_missing']);
        expect(denyOf(await get(edge, path, forged))).toEqual([403, 'token_invalid']);
        expect(denyOf(await get(edge, path.replace('/film/', '/other/'), other.token))).toEqual([
          403,
          'asset_mismatch',
        ]);
      }
    });
    expect(await onEach(async (edge) => [await cacheRequests(edge), await storeOperations(edge)])).toEqual(before);
    expect(await onEach((edge) => edge.count('edge_decisions_total', 'code="token_missing"', 'kind="none"'))).toEqual(
      denied.map((count) => count + 2),
    );
    await onEach(async (edge) =>
      expect(await edge.count('edge_verify_seconds_bucket', 'le="+Inf"')).toBeGreaterThan(0),
    );
  });

  it('write a playlist for each viewer and never give it to another (edge access §24.11)', async () => {
    const viewers = [await issue({ subject: 'vw_1' }), await issue({ subject: 'vw_2' })];
    await onEach(async (edge) => {
      const texts = await Promise.all(
        viewers.map(async ({ token }) =>
          (await get(edge, `/v/film/master.m3u8?et=${encodeURIComponent(token)}`)).body.toString(),
        ),
      );
      for (const [index, text] of texts.entries()) {
        expect(text).toContain(viewers[index]?.token_id);
        expect(text).not.toContain(viewers[1 - index]?.token_id);
      }
    });
  });

  it.each(['init.mp4', 'seg_1.m4s', 'part_1.1.m4s', 'subs/en.vtt', 'sprites/sprite.jpg', 'key'])(
    'refuse %s without a token (edge access §24.3)',
    async (name) => {
      const folder = segmentAt(0).replace(/[^/]+$/, '');
      const path = name === 'key' ? `/k/film/${film.kid}.key` : `${folder}${name}`;
      const answers = await onEach((edge) => get(edge, path));
      for (const answer of answers) {
        expect(denyOf(answer)).toEqual([403, 'token_missing']);
        expect(answer.headers['cache-control']).toBe('no-store');
      }
    },
  );

  it('refuse a segment address from a playlist once its time is over, without asking the origin (§24.2)', async () => {
    const { token, expires_at } = await issue({ ttl: 6, renewable: false, allow_short: true });
    const folder = '/v/film/audio/und_aac_2ch/';
    const copied = await onEach(async (edge) => {
      const playlist = await get(edge, `${folder}playlist.m3u8?et=${encodeURIComponent(token)}`);
      const address = folder + (/^seg_1\.m4s\?et=\S+$/m.exec(playlist.body.toString())?.[0] ?? '');
      expect((await get(edge, address)).status).toBe(200);
      return address;
    });
    await sleep(expires_at * 1000 - Date.now() + 20);
    const before = await onEach(storeOperations);
    const answers = await Promise.all(edges.map((edge, index) => get(edge, copied[index] ?? '')));
    expect(answers.map(denyOf)).toEqual(edges.map(() => [403, 'token_expired']));
    expect(await onEach(storeOperations)).toEqual(before);
  });

  it('keep a large object in slices: ranges of many viewers cost each slice once', async () => {
    const slice = 1024 * 1024;
    const tokens = [(await issue()).token, (await issue()).token];
    const before = await onEach(fetches);
    const range = { range: `bytes=${3 * slice - 2}-${3 * slice + 1}` };
    const answers = await onEach((edge) =>
      Promise.all(Array.from({ length: 6 }, (_, viewer) => get(edge, '/v/film/whole.mp4', tokens[viewer % 2], range))),
    );
    for (const { status, headers, body } of answers.flat()) {
      expect([status, headers['content-range']]).toEqual([206, `${range.range.replace('=', ' ')}/${LARGE_BYTES}`]);
      expect(body).toEqual(Buffer.alloc(4, 7));
    }
    expect(await onEach(fetches)).toEqual(before.map((count) => count + 2));
    const further = await onEach((edge) => get(edge, '/v/film/whole.mp4', tokens[0], { range: 'bytes=-1' }));
    expect(further.map(({ status }) => status)).toEqual([206, 206, 206, 206]);
    expect(await onEach(fetches)).toEqual(before.map((count) => count + 3));
  });

  it('give keys and manifests, and know nothing of an asset that there is not', async () => {
    const key = await onEach((edge) => get(edge, `/k/film/${film.kid}.key`, film.token));
    for (const { status, body } of key) expect([status, body]).toEqual([200, key[0]?.body]);
    const init = film.objects.find((path) => path.includes('/cbcs/') && path.endsWith('init.mp4')) ?? '';
    for (const path of ['/v/film/manifest.mpd', init]) {
      expect(await onEach(async (edge) => (await get(edge, path, film.token)).status)).toEqual([200, 200, 200, 200]);
    }
    const none = await onEach((edge) => get(edge, '/v/none/master.m3u8', film.token));
    expect(none.map(denyOf)).toEqual(edges.map(() => [403, 'asset_mismatch']));
  });

  it('count the plays of an embed token together', async () => {
    const { token } = await film.server.client.createEmbedToken({ asset_id: 'film', max_plays: 2 });
    const answers = await onEach((edge) => get(edge, `/v/film/master.m3u8?et=${token}`));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 403, 403]);
  });

  it('have a token renewed by the origin, in passing too, and keep the private keys of pairs out of it', async () => {
    const { client } = film.server;
    const { token, token_id } = await issue({ ttl: 5, allow_short: true });
    const { kid } = await client.createSigningKey({ class: 'edge-jwt-asym', alg: 'ES256' });
    const [edge] = edges as [EdgeProcess];
    await untilTrue(async () => (await client.changeSigningKey(kid, 'active').catch(() => null))?.state === 'active');
    const jwt = await issue({ kind: 'jwt', subject: 'vw_jwt' });
    expect(await onEach(async (each) => (await get(each, segmentAt(0), jwt.token)).status)).toEqual([
      200, 200, 200, 200,
    ]);
    for (const old of [token, jwt.token]) {
      const request = { method: 'POST', headers: { 'edge-token': old }, body: '{}' };
      const { status, body } = await rawRequest(edge.url, '/v1/playback/tokens/renew', request);
      expect(status).toBe(200);
      const renewed = (JSON.parse(body.toString()) as { token: string }).token;
      expect((await get(edge, segmentAt(0), renewed)).status).toBe(200);
    }
    await untilTrue(async () => {
      const { status, headers } = await get(edge, '/v/film/master.m3u8', token);
      expect(status).toBe(200);
      return typeof headers['edge-token-renewed'] === 'string';
    });
    await untilTrue(async () => (await stateOf(token_id)).renewals >= 2);
  });

  it('go on from their disk after a restart', async () => {
    const path = segmentAt(0);
    const stored = await storedBytes(path);
    const last = edges.at(-1) as EdgeProcess;
    await get(last, path, film.token);
    await filesOnDisk(last, stored);
    const used = await issue();
    await get(last, path, used.token);
    const restarted = await last.restart();
    edges = [...edges.slice(0, -1), restarted];
    // Written when it stopped.
    expect((await stateOf(used.token_id)).last_seen_at).toBeTypeOf('number');
    const answer = await get(restarted, path, film.token);
    expect([answer.status, answer.body.equals(stored)]).toEqual([200, true]);
    expect(await fetches(restarted)).toBe(0);
    expect(await restarted.count('edge_cache_requests_total', 'level="disk"', 'result="hit"')).toBe(1);
  });

  it('give an overwritten object anew once the record of its asset has changed, without a restart', async () => {
    const [path, other] = [segmentAt(0), segmentAt(-1)];
    const changed = await storedBytes(other);
    expect(await onEach(async (edge) => (await get(edge, path, film.token)).body.equals(changed))).not.toContain(true);
    await film.server.media.put(objectKeyOf('film', path.slice('/v/film/'.length)), changed);
    await film.server.client.setAssetAccess('film', 'protected');
    const begin = performance.now();
    await onEach(async (edge) => {
      while (!(await get(edge, path, film.token)).body.equals(changed)) {
        if (performance.now() - begin > HARD_BOUND_MS) throw new Error(`${edge.url} still serves what was there`);
        await sleep(50);
      }
    });
  });
});

describe('a revocation through the api process (edge access §24.8)', () => {
  const kidOf = (token: string): string => /~kid=([^~]*)/.exec(token)?.[1] ?? '';

  async function untilRefused(edge: EdgeProcess, token: string): Promise<unknown> {
    const begin = performance.now();
    for (;;) {
      const { status, headers } = await get(edge, segmentAt(0), token);
      if (status !== 200) return headers['x-edge-deny'];
      if (performance.now() - begin > HARD_BOUND_MS) throw new Error(`${edge.url} never heard of it`);
      await sleep(5);
    }
  }

  it.each<[string, (token: { token_id: string }) => RevocationBody]>([
    ['token', ({ token_id }) => ({ type: 'token', value: token_id })],
    ['subject', () => ({ type: 'subject', value: 'vw_gone' })],
    ['asset', () => ({ type: 'asset', value: 'film' })],
  ])('by %s refuses on all four, what they keep in memory too', async (_type, body) => {
    const token = await issue({ subject: 'vw_gone' });
    expect(await onEach(async (edge) => (await get(edge, segmentAt(0), token.token)).status)).toEqual([
      200, 200, 200, 200,
    ]);
    await film.server.client.createRevocation(body(token));
    expect(await onEach((edge) => untilRefused(edge, token.token))).toEqual(edges.map(() => 'token_revoked'));
  });

  it('cuts a download that is running on each of them', async () => {
    const { token, token_id } = await issue();
    const downloads = await onEach(async (edge) => {
      const outgoing = httpGet(`${edge.url}/v/film/whole.mp4`, { headers: { 'edge-token': token }, agent: false });
      const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
      answer.on('error', () => undefined);
      await once(answer, 'readable');
      return answer;
    });
    const ends = downloads.map((answer) => new Promise<void>((resolve) => answer.once('close', () => resolve())));
    await film.server.client.revokePlaybackToken(token_id);
    await onEach((edge) => untilRefused(edge, token));
    for (const answer of downloads) answer.resume();
    await Promise.all(ends);
    expect(downloads.map(({ complete }) => complete)).toEqual([false, false, false, false]);
  });

  it('by asset leaves nothing of it in memory or on a disk (edge access §16)', async () => {
    const path = segmentAt(0);
    const stored = await storedBytes(path);
    const { token } = await issue();
    await onEach(async (edge) => {
      await get(edge, path, token);
      await filesOnDisk(edge, stored);
    });
    await film.server.client.createRevocation({ type: 'asset', value: 'film' });
    await onEach((edge) => untilTrue(async () => (await cachedPaths(edge)).length === 0));
    const before = await onEach(fetches);
    const { token: later } = await issue();
    expect(await onEach(async (edge) => (await get(edge, path, later)).body.equals(stored))).toEqual(
      edges.map(() => true),
    );
    expect(await onEach(fetches)).toEqual(before.map((count) => count + 1));
  });

  it('by key refuses every token of it on all four', async () => {
    const { token } = await issue();
    await film.server.client.createRevocation({ type: 'key', value: kidOf(token) });
    for (const deny of await onEach((edge) => untilRefused(edge, token)))
      expect(['token_revoked', 'token_invalid']).toContain(deny);
  });
});
