import { noRevocations } from '@sluice/access';
import Mux8 from 'mux8';
import Mux15 from 'mux15';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../src/adapters/crypto/node.ts';
import { keepTokens } from '../../src/command/keep-tokens.ts';
import { startServer } from '../../src/compose/start-server.ts';
import { type CheckSpaceToken, createCheckSpaceToken } from '../../src/features/spaces/index.ts';
import type { Database } from '../../src/ports/database.ts';
import { type CallbackReceiver, startCallbackReceiver } from '../fixtures/callback-receiver.ts';
import { Mux7, muxClients } from '../fixtures/mux-clients.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';
import { foreign, own, reader, videoOnly, videoTokens } from '../fixtures/video-tokens.ts';

let file: Awaited<ReturnType<typeof videoTokens>>;
let server: TestServer;
let receiver: CallbackReceiver;
let database: Database;
let clients: ReturnType<typeof muxClients>;
let check: CheckSpaceToken;
beforeAll(async () => {
  file = await videoTokens();
  receiver = await startCallbackReceiver({ '/flaky': [500] });
  server = await startTestServer({ OUTGOING_PRIVATE_NETWORKS: '127.0.0.0/8', ...file.environment });
  database = await server.openDatabase();
  clients = muxClients(server.url, own);
  check = createCheckSpaceToken(database, nodeCrypto(), noRevocations);
});
afterAll(async () => {
  await database.destroy();
  await server.stop();
  await receiver.stop();
  await file.remove();
});

const id = expect.stringMatching(/^[A-Za-z0-9]{32,90}$/);
const seconds = expect.stringMatching(/^\d{10}$/);
const nowSeconds = (): number => Math.floor(Date.now() / 1000);
const stream = () => clients.eight.video.liveStreams.create({});

describe('mux-node 7.3.5', () => {
  it('makes a space, finds it and deletes it', async () => {
    const { Spaces } = clients.seven.Video;
    const space = await Spaces.create({});
    expect(space).toEqual({ type: 'server', status: 'idle', id, created_at: seconds });
    expect(await Spaces.get(space.id)).toEqual(space);
    expect((await Spaces.list({ limit: 1, page: 1 }))[0]).toEqual(space);
    await Spaces.delete(space.id);
    await expect(Spaces.get(space.id)).rejects.toMatchObject({ type: 'not_found', messages: [expect.any(String)] });
  });

  it('gives a space a broadcast, and takes it away', async () => {
    const { Spaces } = clients.seven.Video;
    const { id: live } = await stream();
    const space = await Spaces.create({ passthrough: 'room-42', broadcasts: [{ live_stream_id: live }] });
    const broadcast = { id, live_stream_id: live, status: 'idle', layout: 'gallery', resolution: '1920x1080' };
    expect(space).toMatchObject({ passthrough: 'room-42', broadcasts: [broadcast] });
    const [{ id: first = '' } = {}] = space.broadcasts as { id: string }[];
    expect(await Spaces.Broadcasts.get(space.id, first)).toEqual(broadcast);
    const more = Spaces.Broadcasts.create(space.id, { live_stream_id: live });
    await expect(more).rejects.toEqual({ type: 'invalid_parameters', messages: ['A space has 1 broadcast at most.'] });
    const refusal = { type: 'invalid_parameters', messages: [expect.stringContaining('active')] };
    await expect(Spaces.Broadcasts.start(space.id, first)).rejects.toEqual(refusal);
    await expect(Spaces.Broadcasts.stop(space.id, first)).rejects.toEqual(refusal);
    await Spaces.Broadcasts.delete(space.id, first);
    expect(await Spaces.get(space.id)).not.toHaveProperty('broadcasts');
    const all = { layout: 'crop', resolution: '720x720', background: 'https://x.example/b.png', passthrough: 'p' };
    expect(await Spaces.Broadcasts.create(space.id, { live_stream_id: live, ...all })).toMatchObject(all);
  });

  it('signs a token with the key that it made, which opens the space until the key is deleted', async () => {
    const { SigningKeys, Spaces } = clients.seven.Video;
    const { id: spaceId } = await Spaces.create();
    const key = await SigningKeys.create();
    expect(key).toEqual({ id, created_at: seconds, private_key: expect.any(String) });
    expect(Buffer.from(String(key.private_key), 'base64').toString()).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/);
    expect(await SigningKeys.get(key.id)).toEqual({ id: key.id, created_at: key.created_at });
    expect(JSON.stringify(await SigningKeys.list())).not.toContain('private_key');
    const params = { role: 'subscriber', participant_id: 'alice' };
    const token = Mux7.JWT.signSpaceId(spaceId, { keyId: key.id, keySecret: key.private_key, params });
    expect(await check(token, nowSeconds())).toMatchObject({
      ...{ ok: true, role: 'subscriber', participantId: 'alice', space: { id: spaceId } },
    });
    await SigningKeys.del(key.id);
    expect(await check(token, nowSeconds())).toEqual({ ok: false, sentence: 'The token does not open a space.' });
  });
});

describe('mux-node 8.8.0', () => {
  it('turns the pages of 25 spaces, ten at a time, and stops', async () => {
    const { eight, sent } = muxClients(server.url, foreign);
    const made = await Promise.all(Array.from({ length: 25 }, () => eight.video.spaces.create({})));
    const seen: string[] = [];
    for await (const space of eight.video.spaces.list({ limit: 10 })) seen.push(space.id ?? '');
    expect(new Set(seen)).toEqual(new Set(made.map((space) => space.id)));
    expect(seen).toHaveLength(25);
    expect(sent.filter((call) => call.startsWith('get') || call.startsWith('GET'))).toHaveLength(4);
  });

  it('deletes no space that is active, and asks once', async () => {
    const { eight, sent } = muxClients(server.url, own);
    const space = await eight.video.spaces.create({});
    await database
      .updateTable('spaces')
      .set({ active_session_id: 's1' })
      .where('id', '=', space.id ?? '')
      .execute();
    expect(await eight.video.spaces.retrieve(space.id ?? '')).toMatchObject({
      ...{ status: 'active', active_session_id: 's1' },
    });
    sent.length = 0;
    const refusal = eight.video.spaces.delete(space.id ?? '');
    await expect(refusal).rejects.toBeInstanceOf(Mux8.BadRequestError);
    await expect(refusal).rejects.toMatchObject({ status: 400, error: { error: { type: 'invalid_parameters' } } });
    expect(sent).toHaveLength(1);
  });

  it('signs a token with the key that it made, and none for a space of another environment', async () => {
    const { eight } = clients;
    const space = await eight.video.spaces.create({});
    const key = await eight.system.signingKeys.create();
    const config = { keyId: key.id, keySecret: key.private_key ?? '' };
    const sign = (spaceId = '') => eight.jwt.signSpaceId(spaceId, config);
    expect(await check(await sign(space.id), nowSeconds())).toMatchObject({
      ...{ ok: true, role: 'publisher', participantId: null },
    });
    expect(await check(await sign(space.id), nowSeconds() + 8 * 86_400)).toMatchObject({
      sentence: 'The token has expired.',
    });
    const other = await muxClients(server.url, foreign).eight.video.spaces.create({});
    expect(await check(await sign(other.id), nowSeconds())).toMatchObject({ ok: false });
    await eight.system.signingKeys.delete(key.id);
    expect(await check(await sign(space.id), nowSeconds())).toMatchObject({ ok: false });
  });

  it('reads every refusal as an error of its own class', async () => {
    const wrong = muxClients(server.url, { ...own, secret: foreign.secret }).eight;
    await expect(wrong.video.spaces.create({})).rejects.toBeInstanceOf(Mux8.AuthenticationError);
    const weak = muxClients(server.url, reader).eight;
    await expect(weak.video.spaces.create({})).rejects.toBeInstanceOf(Mux8.PermissionDeniedError);
    await expect(weak.video.spaces.retrieve('nothing')).rejects.toBeInstanceOf(Mux8.NotFoundError);
    const malformed = weak.video.spaces.retrieve('a.b');
    await expect(malformed).rejects.toMatchObject({ error: { error: { messages: ['Failed to parse ID'] } } });
    const { eight, sent } = muxClients(server.url, own);
    const unknown = eight.video.spaces.create({ broadcasts: [{ live_stream_id: 'nothing' }] });
    await expect(unknown).rejects.toBeInstanceOf(Mux8.BadRequestError);
    expect(sent).toHaveLength(1);
  });

  it('waits and asks again where it calls too often', async () => {
    const limited = await startServer({ ...server.config, PORT: 0, VIDEO_POSTS_PER_SECOND: 1 }, ['api']);
    const { eight, sent } = muxClients(limited.url, foreign);
    const burst = await Promise.all(Array.from({ length: 10 }, () => eight.video.spaces.create({}, { maxRetries: 0 })));
    expect(burst).toHaveLength(10);
    const impatient = eight.video.spaces.create({}, { maxRetries: 0 });
    await expect(impatient).rejects.toBeInstanceOf(Mux8.RateLimitError);
    sent.length = 0;
    expect(await eight.video.spaces.create({})).toMatchObject({ status: 'idle' });
    expect(sent.length).toBeGreaterThan(1);
    await limited.stop();
  });
});

describe('mux-node 15.3.0', () => {
  it('makes a space by its raw verbs, and is told of a wrong one', async () => {
    const { fifteen } = clients;
    const made = await fifteen.post<{ data: object }>('/video/v1/spaces', { body: {} });
    expect(made.data).toEqual({ type: 'server', status: 'idle', id, created_at: seconds });
    const wrong = fifteen.post('/video/v1/spaces', { body: { type: 'client', passthrough: 'x'.repeat(256) } });
    await expect(wrong).rejects.toMatchObject({
      status: 400,
      error: { error: { messages: [/^type /, /^passthrough /] } },
    });
  });

  it('asks whose token it has', async () => {
    const { eight } = muxClients(server.url, videoOnly);
    expect(await clients.fifteen.system.utilities.whoami()).toMatchObject({
      ...{ access_token_name: 'token 1', environment_name: 'production' },
      permissions: ['video:read', 'video:write', 'system:read', 'system:write'],
    });
    await expect(eight.system.signingKeys.create()).rejects.toBeInstanceOf(Mux8.PermissionDeniedError);
    const ofVideo = await eight.post<unknown, { data: object }>('/video/v1/signing-keys');
    expect(ofVideo.data).toHaveProperty('private_key');
  });

  it('may send its token as Bearer', async () => {
    const options = { tokenId: null, tokenSecret: null, baseURL: server.url };
    const bearer = new Mux15({ ...options, authorizationToken: `${own.id}:${own.secret}` });
    expect(await bearer.system.utilities.whoami()).toMatchObject({ access_token_name: 'token 1' });
  });

  it('makes live streams, lists, completes, disables and deletes them', async () => {
    const { liveStreams } = clients.fifteen.video;
    const settings = { new_asset_settings: { playback_policy: 'public' }, latency_mode: 'low', passthrough: 'p' };
    const made = await liveStreams.create({ playback_policy: 'signed', ...settings } as never);
    expect(made).toMatchObject({
      ...{ id, status: 'idle', latency_mode: 'low', low_latency: true, reconnect_window: 0, passthrough: 'p' },
      ...{ stream_key: expect.stringMatching(/^[0-9a-f-]{36}$/), max_continuous_duration: 43_200 },
      ...{ playback_ids: [{ id, policy: 'signed' }], new_asset_settings: { playback_policies: ['public'] } },
    });
    const added = await liveStreams.createPlaybackId(made.id, { policy: 'public' });
    expect(await liveStreams.retrievePlaybackId(made.id, added.id)).toEqual(added);
    await liveStreams.complete(made.id);
    await liveStreams.disable(made.id);
    const { data: found } = await liveStreams.list({ stream_key: made.stream_key, status: 'disabled' });
    expect(found).toEqual([{ ...made, status: 'disabled', playback_ids: [...(made.playback_ids ?? []), added] }]);
    await liveStreams.enable(made.id);
    expect(await liveStreams.retrieve(made.id)).toMatchObject({ status: 'idle' });
    await liveStreams.delete(made.id);
    await expect(liveStreams.retrieve(made.id)).rejects.toMatchObject({ status: 404 });
    const unserved = clients.fifteen.get('/video/v1/assets');
    await expect(unserved).rejects.toMatchObject({ status: 404, error: { error: { type: 'not_found' } } });
  });
});

describe('an access token of the command line', () => {
  it('opens its environment until it is deleted', async () => {
    const permissions = ['video:read'];
    const order = { act: 'create-token', environment: 'staging', tokenName: 'ci', permissions } as const;
    const printed = await keepTokens(server.config, order);
    const [, tokenId = '', secret = ''] = /^MUX_TOKEN_ID=(\S+)\nMUX_TOKEN_SECRET=(\S{75})\n$/.exec(printed) ?? [];
    const { eight } = muxClients(server.url, { ...own, id: tokenId, secret });
    expect((await eight.video.spaces.list()).data).toEqual([]);
    await expect(eight.video.spaces.create({})).rejects.toBeInstanceOf(Mux8.PermissionDeniedError);
    const listed = await keepTokens(server.config, { act: 'list-tokens' });
    expect(listed).toContain(`${tokenId}  staging  video:read  ci\n`);
    expect(listed).not.toContain(secret);
    await keepTokens(server.config, { act: 'delete-token', id: tokenId });
    await expect(eight.video.spaces.list()).rejects.toBeInstanceOf(Mux8.AuthenticationError);
    const again = keepTokens(server.config, { act: 'delete-token', id: tokenId });
    await expect(again).rejects.toThrow('There is no such access token.');
    expect(await keepTokens(server.config, { act: 'list-environments' })).toMatch(/^[a-z0-9]{6} {2}staging$/m);
  });
});

describe('a webhook', () => {
  async function callsTo(path: string, count: number) {
    await expect.poll(() => receiver.callsTo(path).length).toBeGreaterThanOrEqual(count);
    return receiver.callsTo(path);
  }

  it('is told of what happens, in a form that every client takes', async () => {
    const { eight, fifteen } = clients;
    const hook = await fifteen.system.webhooks.create({ address: `${receiver.url}/hook` });
    const secret = hook.signing_secret ?? '';
    expect(hook).toMatchObject({ id, enabled: true, created_at: expect.stringMatching(/Z$/) });
    const same = fifteen.system.webhooks.create({ address: `${receiver.url}/hook` });
    await expect(same).rejects.toMatchObject({ status: 400 });
    const space = await eight.video.spaces.create({ passthrough: 'p' });
    const [call] = await callsTo('/hook', 1);
    if (call === undefined) throw new Error('nothing was told');
    const { bytes, headers } = call;
    const body = bytes.toString();
    const signature = String(headers['mux-signature']);
    expect(JSON.stringify(JSON.parse(body))).toBe(body);
    const unwrapped = eight.webhooks.unwrap(body, headers as never, secret);
    expect(unwrapped).toMatchObject({
      ...{ type: 'video.space.created', object: { type: 'space', id: space.id }, attempts: [] },
      ...{ created_at: expect.stringMatching(/^\d{4}-.*\.\d{6}Z$/), environment: { name: 'production' } },
      data: { ...space, created_at: Number(space.created_at) },
    });
    expect(await fifteen.webhooks.unwrap(body, headers as never, secret)).toEqual(unwrapped);
    expect(Mux7.Webhooks.verifyHeader(bytes, signature, secret)).toBe(true);
    expect(() => eight.webhooks.unwrap(`${body} `, headers as never, secret)).toThrow();
    const listed = await fifteen.system.webhooks.list();
    expect(listed.data).toEqual([{ ...hook, signing_secret: undefined }]);
    const again = await eight.post<unknown, { data: { signing_secret: string } }>(
      `/system/v1/webhooks/${hook.id}/rotate-secret`,
    );
    await eight.video.spaces.delete(space.id ?? '');
    const [, after] = await callsTo('/hook', 2);
    const both = String(after?.headers['mux-signature']);
    expect(both.match(/v1=/g)).toHaveLength(2);
    for (const each of [secret, again.data.signing_secret]) {
      expect(Mux7.Webhooks.verifyHeader(after?.bytes ?? '', both, each)).toBe(true);
      expect(eight.webhooks.unwrap(String(after?.bytes), after?.headers as never, each)).toMatchObject({
        type: 'video.space.deleted',
      });
    }
    await fifteen.system.webhooks.delete(hook.id);
    const rows = await database.selectFrom('webhook_secrets').selectAll().execute();
    expect(rows).toEqual([]);
  });

  it('calls no address in a network that is not named', async () => {
    const { eight, fifteen } = clients;
    const hook = await fifteen.system.webhooks.create({ address: 'http://169.254.169.254/latest' });
    await eight.video.spaces.create({});
    const attempted = () =>
      database
        .selectFrom('callback_attempts as attempt')
        .innerJoin('callbacks', 'callbacks.id', 'attempt.callback_id')
        .select(['attempt.error', 'attempt.status_code'])
        .where('callbacks.webhook_id', '=', hook.id)
        .executeTakeFirst();
    await expect.poll(attempted).toBeDefined();
    expect(await attempted()).toEqual({ status_code: null, error: expect.stringContaining('network') });
    await fifteen.system.webhooks.delete(hook.id);
  });

  it('is told again what it did not take, and nothing once it is turned off', async () => {
    const { eight, fifteen } = clients;
    const hook = await fifteen.system.webhooks.create({ address: `${receiver.url}/flaky` });
    await eight.video.spaces.create({});
    await callsTo('/flaky', 1);
    const hurried = async () => {
      const { numUpdatedRows } = await database
        .updateTable('callbacks')
        .set({ due_at: new Date() })
        .where('webhook_id', '=', hook.id)
        .where('attempts', '>=', 1)
        .executeTakeFirst();
      return numUpdatedRows;
    };
    await expect.poll(hurried).toBe(1n);
    const [first, second] = (await callsTo('/flaky', 2)).map(({ bytes }) => bytes.toString());
    expect(second).toBe(first);
    await fifteen.system.webhooks.update(hook.id, { enabled: false });
    await eight.video.spaces.create({});
    const queued = await database
      .selectFrom('callbacks')
      .select('id')
      .where('webhook_id', '=', hook.id)
      .where('status', '!=', 'sent')
      .execute();
    expect(queued).toEqual([]);
    expect(await fifteen.system.webhooks.retrieve(hook.id)).toMatchObject({ enabled: false });
  });
});
