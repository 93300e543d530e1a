import { routeList } from '@sluice/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/ports/database.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';
import { foreign, own, reader, videoOnly, videoTokens } from '../fixtures/video-tokens.ts';

type Row = Extract<(typeof routeList)[number], { permission: 'access-token' }>;
const rows = routeList.filter((route): route is Row => route.permission === 'access-token');

let file: Awaited<ReturnType<typeof videoTokens>>;
let server: TestServer;
let database: Database;
/** One of each kind in the environment of `own`, by the parameter that names it. */
let ids: Readonly<Record<string, string>>;
beforeAll(async () => {
  file = await videoTokens();
  server = await startTestServer({ MODE: 'api', ...file.environment });
  database = await server.openDatabase();
  const make = async (path: string, body: object = {}) => (await call('POST', path, own.basic, body)).json.data;
  const live = await make('/video/v1/live-streams', { playback_policy: 'public' });
  const space = await make('/video/v1/spaces', { broadcasts: [{ live_stream_id: live.id }] });
  ids = {
    LIVE_STREAM_ID: live.id,
    PLAYBACK_ID: live.playback_ids[0].id,
    SPACE_ID: space.id,
    BROADCAST_ID: space.broadcasts[0].id,
    SIGNING_KEY_ID: (await make('/video/v1/signing-keys')).id,
    WEBHOOK_ID: (await make('/system/v1/webhooks', { address: 'https://app.example/hook' })).id,
  };
});
afterAll(async () => {
  await database.destroy();
  await server.stop();
  await file.remove();
});

const bodies: Readonly<Record<string, object>> = {
  createBroadcast: { live_stream_id: 'nothing' },
  createWebhook: { address: 'https://evil.example/hook' },
  changeWebhook: { address: 'https://evil.example/hook' },
};

async function call(method: string, path: string, authorization: string | readonly string[] | null, body?: object) {
  const answer = await rawRequest(server.url, path, {
    method,
    headers: authorization === null ? {} : { authorization },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = answer.body.toString();
  return { ...answer, text, json: text === '' ? null : JSON.parse(text) };
}

const target = (path: string): string => path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? '');
const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

/** Everything that the environment of `own` has. */
const stored = async () => ({
  spaces: await database.selectFrom('spaces').selectAll().orderBy('seq').execute(),
  broadcasts: await database.selectFrom('space_broadcasts').selectAll().orderBy('seq').execute(),
  streams: await database.selectFrom('live_streams').selectAll().orderBy('seq').execute(),
  playbackIds: await database.selectFrom('live_playback_ids').selectAll().orderBy('seq').execute(),
  keys: await database.selectFrom('video_signing_keys').selectAll().orderBy('seq').execute(),
  webhooks: await database.selectFrom('webhooks').selectAll().orderBy('seq').execute(),
  secrets: await database.selectFrom('webhook_secrets').select('seq').orderBy('seq').execute(),
});

const strangers: readonly (readonly [string, () => string | readonly string[] | null])[] = [
  ['no credential', () => null],
  ['an empty one', () => ''],
  ['a secret of another token', () => basic(`${own.id}:${foreign.secret}`)],
  ['a secret that lacks a character', () => basic(`${own.id}:${own.secret.slice(1)}`)],
  ['no secret', () => basic(`${own.id}:`)],
  ['a token that nobody has', () => basic(`7c0ffee0-0000-4000-8000-00000000000f:${own.secret}`)],
  ['an id that is no UUID', () => basic(`' or 1=1--:${own.secret}`)],
  ['what is not base64', () => 'Basic %%%'],
  ['the credential twice', () => [own.basic, own.basic]],
  ['the operator’s key', () => basic(`${own.id}:${server.config.API_KEY}`)],
  ['another scheme', () => own.basic.replace('Basic', 'Digest')],
];

describe.each(rows)('$method $path', ({ id, method, path, scope }) => {
  it('refuses everybody who shows no token, and changes nothing', async () => {
    const before = await stored();
    for (const [name, credential] of strangers) {
      const answer = await call(method, target(path), credential(), bodies[id]);
      expect(answer.status, name).toBe(401);
      expect(answer.json, name).toEqual({ error: { type: 'unauthorized', messages: ['Unauthorized request'] } });
      expect(answer.headers['access-control-allow-origin'], name).toBeUndefined();
    }
    expect(await stored()).toEqual(before);
  });

  it('refuses a token that lacks the permission, and changes nothing', async () => {
    const before = await stored();
    const weak = [...(method === 'GET' ? [] : [reader]), ...(scope === 'system' ? [videoOnly] : [])];
    for (const token of scope === 'any' ? [] : weak) {
      const answer = await call(method, target(path), token.basic, bodies[id]);
      expect(`${answer.status} ${answer.json.error.type}`).toBe('403 forbidden');
    }
    expect(await stored()).toEqual(before);
  });
});

const naming = rows.filter(({ path }) => path.includes('{'));
const lists = rows.filter(({ method, path }) => method === 'GET' && !path.includes('{'));

it.each(naming)('$method $path knows nothing that is of another environment', async ({ id, method, path }) => {
  const before = await stored();
  const answer = await call(method, target(path), foreign.basic, bodies[id]);
  expect(`${answer.status} ${answer.json.error.type}`).toBe('404 not_found');
  expect(await stored()).toEqual(before);
});

it.each(lists)('$method $path shows nothing that is of another environment', async ({ method, path }) => {
  const { text } = await call(method, path, foreign.basic);
  for (const each of Object.values(ids)) expect(text).not.toContain(each);
});

it('gives a space no live stream of another environment', async () => {
  const body = { broadcasts: [{ live_stream_id: ids.LIVE_STREAM_ID }] };
  const answer = await call('POST', '/video/v1/spaces', foreign.basic, body);
  expect(answer.json.error.messages).toEqual(['live_stream_id names no live stream of this environment.']);
});

it('answers what it does not serve in the form of its errors', async () => {
  const unserved = [
    'GET /video/v1/assets',
    'GET /system/v1/usage/exports',
    'GET /video/v1',
    'PATCH /video/v1/spaces/a',
  ];
  for (const [method = '', path = ''] of unserved.map((each) => each.split(' '))) {
    const answer = await call(method, path, own.basic);
    expect(`${answer.status} ${answer.json.error.type}`).toBe('404 not_found');
  }
});

it('keeps no secret as it is', async () => {
  const rows = [
    ...(await database.selectFrom('access_tokens').selectAll().execute()),
    ...(await database.selectFrom('webhook_secrets').selectAll().execute()),
    ...(await database.selectFrom('video_signing_keys').selectAll().execute()),
  ];
  const text = JSON.stringify(rows);
  expect(text).not.toContain(own.secret);
  expect(text).not.toContain(Buffer.from(own.secret).toString('hex'));
  expect(text).not.toMatch(/"d":|PRIVATE KEY/);
});
