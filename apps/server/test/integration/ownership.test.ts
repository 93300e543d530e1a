import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deleteAsset } from '../../src/features/assets/removal/removal-store.ts';
import { alice, bob, bootstrapUsers, type TestUser } from '../fixtures/bootstrap-users.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';

let file: Awaited<ReturnType<typeof bootstrapUsers>>;
let server: TestServer;
beforeAll(async () => {
  file = await bootstrapUsers();
  server = await startTestServer({ MODE: 'api', JOB_RATE_LIMIT: '0', ...file.environment });
});
afterAll(async () => {
  await server.stop();
  await file.remove();
});

type Who = TestUser | 'operator';

const shown = (who: Who): Record<string, string> =>
  who === 'operator' ? { 'x-api-key': server.config.API_KEY } : { authorization: who.key };

async function call(who: Who, method: string, path: string, body?: unknown) {
  const headers = shown(who);
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await rawRequest(server.url, path, { method, headers, ...(body === undefined ? {} : { body: text }) });
  const json = answer.body.length === 0 ? null : JSON.parse(answer.body.toString());
  return { status: answer.status, headers: answer.headers, json };
}

const wordOf = (json: { message?: string; detail?: string; error?: { message: string } } | null) =>
  json?.message ?? json?.detail ?? json?.error?.message;
const outcome = async (...given: Parameters<typeof call>): Promise<string> => {
  const { status, json } = await call(...given);
  return `${status} ${status >= 400 ? wordOf(json) : ''}`.trim();
};

const notTheirs = '403 Resource does not belong to this user';
const notTheirPath = '403 Storage path does not belong to this user';

/** A job of somebody's own on a source of their own. */
async function makeJob(who: Who, hash: string): Promise<string> {
  const source = await call(who, 'PUT', `/v1/source/${hash}.mp4`, 'film');
  expect(source.status).toBe(201);
  const { status, json } = await call(who, 'POST', '/api/jobs', { type: 'video:cover', hash, source: source.json.key });
  expect(status, JSON.stringify(json)).toBe(202);
  return json.job_id;
}

const others: readonly (readonly [string, Who, Who])[] = [
  ['a user of another', alice, bob],
  ['and the other way round', bob, alice],
  ['a user of the operator', alice, 'operator'],
];

describe.each(others)('what %s', (_name, who, owner) => {
  const hash = `of-${owner === 'operator' ? 'operator' : owner.id.slice(-1)}-from-${who === 'operator' ? '' : who.id.slice(-1)}`;
  let jobId: string;
  beforeAll(async () => {
    jobId = await makeJob(owner, hash);
  });

  it.each([
    ['GET', ''],
    ['GET', '/events'],
    ['GET', '/callbacks'],
    ['POST', '/callbacks'],
    ['POST', '/retry'],
    ['POST', '/cancel'],
  ])('is refused as a job with %s %s', async (method, rest) => {
    expect(await outcome(who, method, `/api/jobs/${jobId}${rest}`)).toBe(notTheirs);
  });

  it('is in no list of theirs, whatever they filter by', async () => {
    for (const query of ['', `?hash=${hash}`, '?limit=200']) {
      const { json } = await call(who, 'GET', `/api/jobs${query}`);
      expect(json.jobs.map(({ job_id: id }: { job_id: string }) => id)).not.toContain(jobId);
    }
  });

  it('cannot be joined, seen, changed, taken over or removed as an asset', async () => {
    for (const [method, path, body] of [
      ['POST', '/api/jobs', { type: 'video:preview', hash, source: 'mine.mp4' }],
      ['GET', `/v1/assets/${hash}`],
      ['PUT', `/v1/assets/${hash}`, { access: 'public' }],
      ['DELETE', `/api/media/${hash}`],
      ['POST', '/v1/playback/tokens', { asset_id: hash }],
    ] as const) {
      expect(await outcome(who, method, path, body), `${method} ${path}`).toBe(notTheirs);
    }
    expect((await call(owner, 'GET', `/v1/assets/${hash}`)).json).toMatchObject({ id: hash, access: 'public' });
    expect((await call(owner, 'GET', `/api/jobs/${jobId}`)).json.status).toBe('queued');
  });

  it('can neither be read nor written as a source, nor made a film of', async () => {
    const source = owner === 'operator' ? `${hash}.mp4` : `users/${owner.id}/${hash}.mp4`;
    if (owner === 'operator') {
      // What a user names without a folder is meant below their own.
      expect(await outcome(who, 'GET', `/v1/source/${source}`)).toBe('404 There is no object with this key.');
      return;
    }
    expect(await outcome(who, 'GET', `/v1/source/${source}`)).toBe(notTheirPath);
    expect(await outcome(who, 'PUT', `/v1/source/${source}`, 'other')).toBe(notTheirPath);
    expect(await outcome(who, 'GET', `/v1/source/x%2f..%2f..%2f${owner.id}%2f${hash}.mp4`)).toBe(notTheirPath);
    const order = { type: 'video:cover', hash: `${hash}-new`, source };
    expect(await outcome(who, 'POST', '/api/jobs', order)).toBe(notTheirPath);
    expect(await outcome(owner, 'GET', `/v1/assets/${hash}-new`)).toBe('404 There is no asset with this id.');
  });
});

describe('a user', () => {
  it('has jobs, assets and sources of their own, and the equal job of an equal order', async () => {
    const jobId = await makeJob(alice, 'mine');
    expect((await call(alice, 'GET', `/v1/source/users/${alice.id}/mine.mp4`)).json.key).toBe(
      `users/${alice.id}/mine.mp4`,
    );
    const again = await call(alice, 'POST', '/api/jobs', { type: 'video:cover', hash: 'mine', source: 'mine.mp4' });
    expect(again).toMatchObject({ status: 200, json: { job_id: jobId, status: 'queued' } });
    expect((await call(alice, 'GET', '/api/jobs?hash=mine')).json.jobs).toMatchObject([{ job_id: jobId }]);
    expect(await outcome(alice, 'PUT', '/v1/assets/mine', { access: 'protected' })).toBe('200');
    expect(await outcome(alice, 'POST', '/v1/playback/tokens', { asset_id: 'mine' })).toContain('409');
    expect(await outcome(alice, 'POST', `/api/jobs/${jobId}/cancel`)).toBe('200');
    expect(await outcome(alice, 'DELETE', '/api/media/mine')).toBe('204');
    expect(await outcome(alice, 'DELETE', '/api/media/mine')).toBe('404 Media not found');
    expect(await outcome(alice, 'GET', `/api/jobs/${jobId}`)).toBe('404 job not found');
  });

  it('works in the sources alone: other providers are the operator’s', async () => {
    const order = { type: 'recording:thumbnail', source: 'film.mp4', provider: 'media' };
    const { status, json } = await call(alice, 'POST', '/api/jobs', order);
    expect([status, json]).toEqual([403, { message: 'Resource does not belong to this user' }]);
  });

  it('makes an asset theirs before there is a job', async () => {
    expect(await outcome(bob, 'PUT', '/v1/assets/reserved', { access: 'public' })).toBe('201');
    expect(await outcome(alice, 'PUT', '/v1/assets/reserved', { access: 'public' })).toBe(notTheirs);
  });

  it('is one of two who want a new asset at once', async () => {
    const order = (who: TestUser) => call(who, 'POST', '/api/jobs', { type: 'video:cover', hash: 'race', source: 'a' });
    const statuses = (await Promise.all([order(alice), order(bob), order(alice), order(bob)])).map((a) => a.status);
    expect(statuses.filter((status) => status === 403)).toHaveLength(2);
  });
});

describe('an asset whose removal ends', () => {
  it('stays with its owner where they ordered something of it in the meantime', async () => {
    const jobId = await makeJob(alice, 'again');
    const database = await server.openDatabase();
    await deleteAsset(database, 'again');
    await database.destroy();
    expect(await outcome(bob, 'PUT', '/v1/assets/again', { access: 'public' })).toBe(notTheirs);
    expect(await outcome(alice, 'GET', `/api/jobs/${jobId}`)).toBe('200');
    expect(await outcome(alice, 'DELETE', '/api/media/again')).toBe('204');
    expect(await outcome(bob, 'PUT', '/v1/assets/again', { access: 'public' })).toBe('201');
  });
});

describe('the operator', () => {
  it('acts on what a user has, and leaves it theirs', async () => {
    const jobId = await makeJob(alice, 'watched');
    const order = { type: 'video:preview', hash: 'watched', source: `users/${alice.id}/watched.mp4` };
    const { json } = await call('operator', 'POST', '/api/jobs', order);
    expect(await outcome(alice, 'GET', `/api/jobs/${json.job_id}`)).toBe('200');
    const { jobs } = (await call('operator', 'GET', '/api/jobs?hash=watched')).json;
    expect(jobs).toHaveLength(2);
    expect(await outcome('operator', 'POST', `/api/jobs/${jobId}/cancel`)).toBe('200');
    expect(await outcome('operator', 'DELETE', '/api/media/watched')).toBe('204');
    expect(await outcome('operator', 'DELETE', '/api/media/watched')).toBe('204');
  });

  it('keeps what a user had whose row is deleted, and no other user gets it', async () => {
    const database = await server.openDatabase();
    const id = '550e8400-e29b-41d4-a716-446655440eee';
    await database.insertInto('users').values({ id, clerk_user_id: null }).execute();
    await database.insertInto('assets').values({ id: 'orphan', access: 'protected', owner_id: id }).execute();
    await database.deleteFrom('users').where('id', '=', id).execute();
    await database.destroy();
    expect(await outcome(alice, 'GET', '/v1/assets/orphan')).toBe(notTheirs);
    expect(await outcome('operator', 'GET', '/v1/assets/orphan')).toBe('200');
  });

  it('is whoever shows the key of the operator, whatever else they show', async () => {
    const both = { 'x-api-key': server.config.API_KEY, authorization: 'Bearer nonsense' };
    expect((await rawRequest(server.url, '/api/jobs', { headers: both })).status).toBe(200);
    const wrong = { 'x-api-key': 'wrong', authorization: alice.key };
    const answer = await rawRequest(server.url, '/api/jobs', { headers: wrong });
    expect(`${answer.status} ${answer.body}`).toContain('401 {"message":"invalid API key"}');
  });
});
