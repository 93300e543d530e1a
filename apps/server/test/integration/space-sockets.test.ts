import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createLiveRooms,
  createSpaceLeases,
  createSpaceNodes,
  createSpaceStates,
} from '../../src/features/spaces/index.ts';
import { createLogger } from '../../src/platform/logger.ts';
import type { Database } from '../../src/ports/database.ts';
import type { Sfu } from '../../src/ports/sfu.ts';
import { openRawClient } from '../fixtures/raw-space-client.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';
import { callVideo, createTestSpace, type TestSpace } from '../fixtures/video-space.ts';
import { foreign, videoTokens } from '../fixtures/video-tokens.ts';

let file: Awaited<ReturnType<typeof videoTokens>>;
let server: TestServer;
let space: TestSpace;
let database: Database;
beforeAll(async () => {
  file = await videoTokens();
  const audit = join(file.environment.BOOTSTRAP_FILE, '../audit.log');
  server = await startTestServer({
    ...{ MODE: 'api,rtc', AUDIT_LOG: audit, MEDIASOUP_WORKER_BIN: '/nowhere/worker', RTC_PORT: '0' },
    ...file.environment,
  });
  space = await createTestSpace(server.url);
  database = await server.openDatabase();
});
afterAll(async () => {
  await database?.destroy();
  await server?.stop();
  await file?.remove();
});

/** The first frame and the code that the socket is closed with. */
async function knock(token: string, path?: string) {
  const client = await openRawClient(server.url, `token=${token}`, path);
  const error = await client.frame('error');
  return { error, code: await client.closed };
}

const invalid = { error: { type: 6, fatal: true, retry: false }, code: 4000 };

describe('a socket of a space', () => {
  it.each<[string, () => Promise<string> | string]>([
    ['no token', () => ''],
    ['no JWT', () => 'abc.def.ghi'],
    ['a JWT of more than 8192 characters', () => space.token({ more: 'x'.repeat(6500) })],
    ['an expired one', () => space.token({ exp: 1_600_000_000 })],
    ['one without an end', () => space.token({ exp: undefined })],
    ['one that is not valid yet', () => space.token({ nbf: 4_000_000_000 })],
    ['one for playback', () => space.token({ aud: 'v' })],
    ['one for a space that there is not', () => space.token({ sub: 'nothing' })],
    ['one of a role that there is not', () => space.token({ role: 'admin' })],
    ['one of no participant', () => space.token({ participant_id: '' })],
    ['one of a key that there is not', () => space.token({ kid: 'nothing' })],
    [
      'one without a signature',
      () => new UnsecuredJWT({ sub: space.id, aud: 'rt', kid: space.keyId, exp: 4e9 }).encode(),
    ],
    [
      'one of which the public key is the secret',
      () =>
        new SignJWT({ sub: space.id, aud: 'rt', kid: space.keyId, exp: 4e9 })
          .setProtectedHeader({ alg: 'HS256' })
          .sign(new TextEncoder().encode(space.keyId.padEnd(32))),
    ],
    [
      'one of a key of another environment',
      async () => (await createTestSpace(server.url, foreign)).token({ sub: space.id }),
    ],
    ['one of a key that was deleted', deletedKeyToken],
  ])('is opened, told and closed for good for %s', async (_what, token) => {
    expect(await knock(await token())).toMatchObject(invalid);
  });

  async function deletedKeyToken(): Promise<string> {
    const gone = await createTestSpace(server.url);
    await callVideo(server.url, 'DELETE', `/video/v1/signing-keys/${gone.keyId}`);
    return gone.token();
  }

  it('is told to try again where the media server is not there, and the space is idle again', async () => {
    const answer = { error: { type: 0, fatal: true }, code: 4000 };
    expect(await knock(await space.token())).toMatchObject(answer);
    // As the first clients connect, and behind a prefix.
    expect(await knock(await space.token(), '/pluto')).toMatchObject(answer);
    expect(await knock(await space.token(), '/media/pluto/v1')).toMatchObject(answer);
    await expect.poll(async () => (await space.read()).status).toBe('idle');
  });

  it('is a socket nowhere else', async () => {
    await expect(openRawClient(server.url, '', '/video/v1/spaces')).rejects.toThrow('401');
    await expect(openRawClient(server.url, '', '/pluto/v2')).rejects.toThrow('404');
  });

  it('survives whatever is sent, and ends for who sends too much of it', async () => {
    const wait = await openRawClient(server.url, `token=${await space.token({ exp: 4_000_000_000 })}`);
    for (const message of ['', '{', '[]', 'null', '{"offer":7}', new Uint8Array([1, 2, 3])]) wait.say(message);
    expect(await wait.frame('error')).toMatchObject({ type: 9, fatal: false });
    for (let count = 0; count < 400; count += 1) wait.say('x');
    expect(await wait.closed).toBe(4000);
    const large = await openRawClient(server.url, 'token=x');
    large.say('x'.repeat(300_000));
    expect([1009, 4000]).toContain(await large.closed);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  it('leaves a line in the audit log for each that came, and no token', async () => {
    const token = await space.token({ participant_id: 'ann' });
    await knock(token);
    const lines = (await readFile(server.config.AUDIT_LOG, 'utf8')).trim().split('\n');
    const joins = lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'join');
    expect(joins.at(-1)).toMatchObject({
      decision: 'deny',
      code: 'unavailable',
      sub: 'ann',
      space: space.id,
      kid: space.keyId,
    });
    expect(joins).toContainEqual(expect.objectContaining({ decision: 'deny', code: 'token_invalid' }));
    expect(lines.join()).not.toContain(token.slice(-20));
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toMatch(/sluice_space_joins_total\{outcome="bad_token"\} \d+/);
    expect(metrics).toContain('sluice_space_rooms 0');
  });

  it('counts scores of calls, of who had a token for the space', async () => {
    const [token, score] = [
      await space.token(),
      { connection_id: 'c', session_id: 's', participant_id: 'p', acr_score: 4 },
    ];
    const submit = async (given: string, body: object) => {
      const init = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: JSON.stringify(body) };
      return (await fetch(`${server.url}/helios/v1/submit_acr/${given}`, init)).status;
    };
    expect(await submit(token, { ...score, space_id: space.id })).toBe(200);
    expect(await submit(token, { ...score, space_id: space.id, acr_score: 6 })).toBe(400);
    expect(await submit(token, { ...score, space_id: 'another' })).toBe(400);
    expect(await submit('x.y.z', { ...score, space_id: space.id })).toBe(401);
    expect(await (await fetch(`${server.url}/metrics`)).text()).toContain(
      'sluice_space_quality_scores_total{score="4"} 1',
    );
  });
});

describe('the room of a space', () => {
  const idleSfu = { on: () => undefined, closeRoom: async () => undefined } as unknown as Sfu;
  const liveStreams = { find: async () => null, complete: async () => undefined };

  function createProcess(name: string, lifeSeconds: number) {
    const leases = createSpaceLeases(database, name, { lifeSeconds, graceSeconds: 0 });
    const states = createSpaceStates({ database, liveStreams, control: null });
    const log = createLogger('silent');
    const rules = {
      ...{
        maxParticipants: 9,
        maxTracksPerSource: 2,
        customEventsPerSecond: 9,
        secondsPerDisplayName: 1,
        graceMs: 1000,
      },
    };
    const given = { iceServers: () => [], onInherited: () => undefined, nowMs: Date.now, log };
    const rooms = createLiveRooms({ sfu: idleSfu, leases, states, rules, ...given });
    return { rooms, leases };
  }

  it('is in one process until its lease has run out; then another goes on with the session', async () => {
    const { id } = await createTestSpace(server.url);
    const [one, two] = [createProcess('one', 2), createProcess('two', 30)];
    const environment = await environmentOf(id);
    const live = await one.rooms.open(environment, id);
    expect(live).not.toBeNull();
    expect(await two.rooms.open(environment, id)).toBeNull();
    await expect.poll(() => two.rooms.open(environment, id)).not.toBeNull();
    expect(two.rooms.running[0]?.room.sessionId).toBe(live?.room.sessionId);
    await one.rooms.keep();
    expect(one.rooms.running).toEqual([]);
  });

  it('of a process that died is idle once another looks after it', async () => {
    const dead = await createTestSpace(server.url);
    await createProcess('dead', 0).rooms.open(await environmentOf(dead.id), dead.id);
    expect(await dead.read()).toMatchObject({ status: 'active' });
    await createProcess('sweeper', 30).rooms.look();
    expect(await dead.read()).toMatchObject({ status: 'idle' });
  });

  it('of a process that stops is open to another at once, with its session', async () => {
    const moved = await createTestSpace(server.url);
    const environment = await environmentOf(moved.id);
    const old = createProcess('old', 30);
    const live = await old.rooms.open(environment, moved.id);
    await old.rooms.stop();
    expect(await moved.read()).toMatchObject({ status: 'active' });
    const next = await createProcess('next', 30).rooms.open(environment, moved.id);
    expect(next?.room.sessionId).toBe(live?.room.sessionId);
  });

  it('is taken from a process that nobody reaches and that missed two heartbeats, and stays with who took it', async () => {
    const { id } = await createTestSpace(server.url);
    const environment = await environmentOf(id);
    const [lost, heir] = [createProcess('lost', 30).rooms, createProcess('heir', 30).rooms];
    const live = await lost.open(environment, id);
    const load = { url: 'http://lost.internal', isOpen: true, rooms: 1, participants: 1, maxRooms: 9 };
    await createSpaceNodes(database, 'lost').beat(load);
    await createSpaceNodes(database, 'heir').suspect('lost');
    expect(await heir.open(environment, id)).toBeNull();
    const silentSince = new Date(Date.now() - 3000);
    await database.updateTable('rtc_nodes').set({ seen_at: silentSince }).where('id', '=', 'lost').execute();
    expect((await heir.open(environment, id))?.room.sessionId).toBe(live?.room.sessionId);
    // The former one finds its room empty, and may not end the session with it.
    live?.feedAll({ kind: 'tick', nowMs: Date.now() });
    expect(await lost.open(environment, id)).toBeNull();
    expect(await findSpace(id)).toMatchObject({ active_session_id: live?.room.sessionId });
  });

  const findSpace = (id: string) =>
    database.selectFrom('spaces').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

  async function environmentOf(id: string): Promise<string> {
    return (await findSpace(id)).environment_id;
  }
});
