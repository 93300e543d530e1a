import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alice, bob, bootstrapUsers } from '../fixtures/bootstrap-users.ts';
import { run } from '../fixtures/foreign-tools.ts';
import { prepareFilm } from '../fixtures/prepare-film.ts';
import { type RawRequest, rawRequest } from '../fixtures/raw-request.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';
import { makeTinyClip } from '../fixtures/tiny-clip.ts';
import { makeUsersFilm } from '../fixtures/users-film.ts';

let file: Awaited<ReturnType<typeof bootstrapUsers>>;
let server: TestServer;
/** Ids of jobs. */
let locked: string;
let clear: string;
let long: string;
let operators: string;

beforeAll(async () => {
  file = await bootstrapUsers();
  const settings = { DEFAULT_ASSET_ACCESS: 'protected', PUBLIC_RATE_LIMIT: '0', ...file.environment };
  server = await startTestServer(settings);
  const clip = await makeTinyClip(2);
  locked = await makeUsersFilm(server, alice, { id: 'locked', clip, isEncrypted: true });
  clear = await makeUsersFilm(server, alice, { id: 'clear', clip, isEncrypted: false });
  long = await makeUsersFilm(server, alice, { id: 'long', clip, isEncrypted: true });
  await pretendTwoHours(long, 'long');
  operators = (await prepareFilm(server, { id: 'ours', clip, access: 'public', isEncrypted: false })).job_id ?? '';
});
afterAll(async () => {
  await server.stop();
  await file.remove();
});

const ask = (target: string, request?: RawRequest) => rawRequest(server.url, target, request);
const stream = (jobId: string): string => `/api/playback/stream/${jobId}`;
/** Without any header of ours, as a player asks. */
const fetchUrl = async (url: string) => {
  const answer = await fetch(url);
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
};
const urisOf = (text: string): string[] =>
  text.split('\n').flatMap((line) => {
    if (line !== '' && !line.startsWith('#')) return [line];
    return /URI="([^"]+)"/.exec(line)?.[1] ?? [];
  });

/** Every address that a playlist leads to, with the status of each; playlists are followed. */
async function walk(url: string, seen = new Map<string, number>()): Promise<Map<string, number>> {
  const { status, bytes, headers } = await fetchUrl(url);
  seen.set(url, status);
  if (headers.get('content-type')?.includes('mpegurl') !== true) return seen;
  for (const uri of urisOf(bytes.toString())) {
    const next = new URL(uri, url).href;
    if (!seen.has(next)) await walk(next, seen);
  }
  return seen;
}

/** As the worker would have recorded it of a longer source. */
async function pretendTwoHours(jobId: string, assetId: string): Promise<void> {
  const database = await server.openDatabase();
  const lasting = (column: string) => sql<string>`jsonb_set(${sql.ref(column)}, '{durationSeconds}', '7200')`;
  await database
    .updateTable('assets')
    .set({ presentation: lasting('presentation') })
    .where('id', '=', assetId)
    .execute();
  await database
    .updateTable('job_steps')
    .set({ result: lasting('result') })
    .where('job_id', '=', jobId)
    .where('name', '=', 'probe')
    .execute();
  await database.destroy();
}

/** Seconds from now at which an address ends, whoever signed it. */
function secondsLeft(url: string): number {
  const query = new URL(url).searchParams;
  const ofStore = query.get('X-Amz-Expires');
  if (ofStore !== null) return Number(ofStore);
  const end = query.get('expires') ?? /~exp=(\d+)/.exec(query.get('et') ?? '')?.[1];
  return Number(end) - Date.now() / 1000;
}

const detailOf = (body: Buffer): string => JSON.parse(body.toString()).detail;

describe('the playlist of a job', () => {
  it.each(['locked', 'clear'])('of a %s film leads to everything that plays it, by addresses alone', async (which) => {
    const jobId = which === 'locked' ? locked : clear;
    const answer = await ask(stream(jobId));
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/vnd.apple.mpegurl',
      'cache-control': 'private, no-store',
      'access-control-allow-origin': '*',
    });
    expect(urisOf(answer.body.toString()).every((uri) => URL.canParse(uri))).toBe(true);
    const found = await walk(server.url + stream(jobId));
    expect([...found.values()].filter((status) => status !== 200)).toEqual([]);
    const count = (mark: RegExp) => [...found.keys()].filter((url) => mark.test(url)).length;
    const keys = new Set([...found.keys()].map((url) => new URL(url).pathname).filter((path) => path.endsWith('.key')));
    expect([count(/\.m4s/) >= 4, count(/\.mp4/) >= 2, keys.size]).toEqual([true, true, which === 'locked' ? 1 : 0]);
    const fromStore = [...found.keys()].filter((url) => !url.startsWith(server.url)).length;
    const media = count(/\.(m4s|mp4)/);
    expect(fromStore).toBe(server.media.capabilities.presign ? media : 0);
  });

  it.each(['locked', 'clear'])('of a %s film plays in ffmpeg', async (which) => {
    const url = server.url + stream(which === 'locked' ? locked : clear);
    const options = ['-v', 'error', '-allowed_extensions', 'ALL', '-extension_picky', '0'];
    const counted = [
      '-count_frames',
      '-select_streams',
      'v:0',
      '-show_entries',
      'stream=nb_read_frames',
      '-of',
      'csv=p=0',
    ];
    const output = await run('ffprobe', [...options, ...counted, url]);
    expect(output.toString().trim().split('\n')[0]).toMatch(/^50\b/);
  });

  it('tells by HEAD whether there is one', async () => {
    const head = await ask(stream(locked), { method: 'HEAD' });
    expect([head.status, head.body.byteLength]).toEqual([200, 0]);
    expect((await ask(stream(randomUUID()), { method: 'HEAD' })).status).toBe(404);
  });

  it('is for nobody where the job is not that of a user, whatever the policy of its asset', async () => {
    for (const target of [
      stream(operators),
      `/api/playback/thumbnail/${operators}`,
      `/api/playback/direct?job_id=${operators}`,
    ]) {
      expect((await ask(target)).status, target).toBe(404);
    }
  });

  it.each(['x', 'clear', '00000000-0000-1000-8000-000000000000', '..', '%2e%2e', '%zz'])(
    'is not that of %s',
    async (id) => {
      const answer = await ask(stream(id));
      expect([answer.status, detailOf(answer.body)]).toEqual([404, 'Video not found']);
    },
  );

  it.each([
    '../ours/master.m3u8',
    '..%2fours%2fmaster.m3u8',
    '%2e%2e/ours/master.m3u8',
    'nothing.m3u8',
    'cover.jpg',
    '',
  ])('gives nothing else below it: %s', async (path) => {
    expect((await ask(`${stream(clear)}/${path}`)).status).toBe(404);
  });

  it('does not look at credentials, wrong ones included', async () => {
    for (const headers of [{ authorization: 'Bearer x' }, { authorization: bob.key }, { 'edge-token': 'v=1~x' }]) {
      expect((await ask(stream(clear), { headers })).status).toBe(200);
    }
  });
});

describe('the thumbnail of a job', () => {
  it('is behind an address that nobody shares or keeps for long', async () => {
    const answer = await ask(`/api/playback/thumbnail/${locked}`);
    expect([answer.status, answer.body.byteLength]).toEqual([302, 0]);
    expect(answer.headers).toMatchObject({ 'cache-control': 'private, max-age=300', 'referrer-policy': 'no-referrer' });
    const { status, bytes, headers } = await fetchUrl(String(answer.headers.location));
    expect([status, bytes.subarray(0, 2).toString('hex'), headers.get('content-type')]).toEqual([
      200,
      'ffd8',
      'image/jpeg',
    ]);
  });

  it('is not there where none was made', async () => {
    const answer = await ask(`/api/playback/thumbnail/${randomUUID()}`);
    expect([answer.status, detailOf(answer.body)]).toEqual([404, 'Thumbnail not found']);
  });
});

describe('the file itself', () => {
  const direct = (query: string, headers = {}) => ask(`/api/playback/direct?${query}`, { headers });
  const mine = { authorization: alice.key };

  it('is the upload, for who knows the job', async () => {
    const answer = await direct(`job_id=${clear}`);
    expect(answer.status).toBe(302);
    expect(answer.headers).toMatchObject({ 'cache-control': 'private, max-age=300', 'referrer-policy': 'no-referrer' });
    const { status, bytes } = await fetchUrl(String(answer.headers.location));
    expect([status, bytes.subarray(4, 8).toString()]).toEqual([200, 'ftyp']);
  });

  it.each(['job_id=x', 'job_id=', `job_id=${'0'.repeat(36)}`])('is not there for %s', async (query) => {
    expect((await direct(query)).status).toBe(404);
  });

  it.each(['key', 'path'])('by %s is for its owner', async (name) => {
    for (const path of [`users/${alice.id}/clear.mp4`, 'clear.mp4']) {
      expect((await direct(`${name}=${path}`, mine)).status).toBe(302);
    }
    const stranger = await direct(`${name}=users/${alice.id}/clear.mp4`, { authorization: bob.key });
    expect([stranger.status, detailOf(stranger.body)]).toEqual([403, 'Storage path does not belong to this user']);
    const nobody = await direct(`${name}=users/${alice.id}/clear.mp4`);
    expect([nobody.status, detailOf(nobody.body)]).toEqual([401, 'Missing Authorization header']);
    expect((await direct(`${name}=../${bob.id}/a.mp4`, mine)).status).toBe(403);
    expect((await direct(`${name}=nothing.mp4`, mine)).status).toBe(404);
  });

  it('by the path of a result is for the owner of its job', async () => {
    const path = `path=results/${clear}/cover.jpg`;
    expect((await direct(path, mine)).status, 'no MP4').toBe(404);
    expect((await direct(path, { authorization: bob.key })).status).toBe(403);
    expect((await direct(`path=results/${randomUUID()}/a.mp4`, mine)).status).toBe(403);
  });

  it('is not there without a name', async () => {
    expect((await ask('/api/playback/direct', { headers: mine })).status).toBe(404);
    expect((await ask('/api/playback/direct')).status).toBe(401);
  });
});

describe('what belongs to a film that is longer than PLAYBACK_URL_SECONDS', () => {
  const twiceSeconds = 14_400;
  const around = (seconds: number) => (left: number) => left > seconds - 30 && left <= seconds;

  it('stays open for twice its length, whatever its playlists name', async () => {
    const urls = [...(await walk(server.url + stream(long))).keys()].filter((url) =>
      /[?&](et|X-Amz-Expires)=/.test(url),
    );
    expect(urls.length).toBeGreaterThan(4);
    for (const url of urls) expect(secondsLeft(url), url).toSatisfy(around(twiceSeconds));
  });

  it.each([
    ['by the id of the job', () => `job_id=${long}`, {}],
    ['by its path', () => 'key=long.mp4', { authorization: alice.key }],
  ])('stays open for twice its length as a file %s', async (_how, query, headers) => {
    const { headers: answered } = await ask(`/api/playback/direct?${query()}`, { headers });
    expect(secondsLeft(String(answered.location))).toSatisfy(around(twiceSeconds));
  });

  it('does not include its thumbnail, which is loaded at once', async () => {
    const { headers } = await ask(`/api/playback/thumbnail/${long}`);
    expect(secondsLeft(String(headers.location))).toSatisfy(around(3600));
  });

  it('does not include shorter films', async () => {
    const { headers } = await ask(`/api/playback/direct?job_id=${clear}`);
    expect(secondsLeft(String(headers.location))).toSatisfy(around(3600));
  });
});

describe('credentials in the wrong place', () => {
  it('a playback token is none for routes of users', async () => {
    const { token } = await server.client.issuePlaybackToken({ asset_id: 'locked' });
    const jwt = await server.client.issuePlaybackToken({ asset_id: 'locked', kind: 'jwt', subject: 'v' });
    const opaque = await server.client.issuePlaybackToken({ asset_id: 'locked', kind: 'opaque' });
    for (const text of [token, jwt.token, opaque.token]) {
      for (const authorization of [text, `Bearer ${text}`]) {
        expect((await ask('/api/auth/me', { headers: { authorization } })).status).toBe(401);
      }
    }
  });

  it('a credential of a user is none for media', async () => {
    const target = '/v/locked/master.m3u8';
    for (const text of [alice.key, server.config.API_KEY, 'eyJhbGciOiJSUzI1NiIsImtpZCI6ImEifQ.e30.AAAA']) {
      expect((await ask(target, { headers: { 'edge-token': text } })).status).toBe(403);
      expect((await ask(`${target}?et=${text}`)).status).toBe(403);
      expect((await ask(target, { headers: { authorization: text } })).status).toBe(403);
    }
  });
});

describe('what is taken back', () => {
  const segmentsOf = async (jobId: string) =>
    [...(await walk(server.url + stream(jobId))).keys()].filter((url) => url.startsWith(server.url));

  const revoke = async (type: string, value: string) => {
    const headers = { 'x-api-key': server.config.API_KEY, 'content-type': 'application/json' };
    const body = JSON.stringify({ type, value });
    expect((await ask('/v1/edge/revocations', { method: 'POST', headers, body })).status).toBe(201);
  };

  it('ends with the revocation of the asset, addresses of ours at once', async () => {
    const urls = (await segmentsOf(locked)).filter((url) => url.includes('et='));
    await revoke('asset', 'locked');
    for (const url of [...urls, server.url + stream(locked)]) expect((await fetch(url)).status, url).not.toBe(200);
    expect((await ask(`/api/playback/thumbnail/${locked}`)).status).toBe(404);
  });

  it('ends with the removal of the asset', async () => {
    const urls = (await segmentsOf(clear)).filter((url) => url.includes('et='));
    const headers = { 'x-api-key': server.config.API_KEY };
    expect((await ask('/api/media/clear', { method: 'DELETE', headers })).status).toBe(204);
    for (const url of [...urls, server.url + stream(clear)]) expect((await fetch(url)).status, url).not.toBe(200);
  });
});
