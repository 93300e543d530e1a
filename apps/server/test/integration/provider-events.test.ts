import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { verifyWebhook } from '@clerk/backend/webhooks';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../../src/compose/start-server.ts';
import type { Database } from '../../src/ports/database.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';

const provider = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const issuer = 'https://clerk.example.com';
const secretBytes = Buffer.from('0123456789abcdef0123456789abcdef');
const secret = `whsec_${secretBytes.toString('base64')}`;
const now = Math.floor(Date.now() / 1000);

let server: TestServer;
/** Another process of the deployment. */
let second: { readonly url: string; stop(): Promise<void> };
let database: Database;
beforeAll(async () => {
  server = await startTestServer({
    ...{ MODE: 'api', TRUSTED_PROXIES: '127.0.0.0/8', REQUIRE_HTTPS: 'true' },
    ...{ CLERK_ISSUER: issuer, CLERK_JWT_KEY: provider.publicKey.replaceAll('\n', '\\n') },
    CLERK_WEBHOOK_SECRET: secret,
  });
  second = await startServer({ ...server.config, PORT: 0 });
  database = await server.openDatabase();
});
afterAll(async () => {
  await database.destroy();
  await second.stop();
  await server.stop();
});

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function session(sub: string): string {
  const input = `${part({ alg: 'RS256', kid: 'ins_1', typ: 'JWT' })}.${part({ iss: issuer, sub, exp: now + 600 })}`;
  return `Bearer ${input}.${sign('sha256', Buffer.from(input), provider.privateKey).toString('base64url')}`;
}

const https = { 'x-forwarded-proto': 'https' };

async function whoIs(sub: string, url = server.url): Promise<string> {
  const headers = { ...https, authorization: session(sub) };
  const answer = await rawRequest(url, '/api/auth/me', { headers });
  const json = JSON.parse(answer.body.toString());
  return `${answer.status} ${json.user_id ?? json.detail}`;
}

interface Sending {
  readonly sentAt?: number;
  readonly key?: Buffer;
  readonly signedBody?: string;
}

function eventHeaders(body: string, { sentAt = now, key = secretBytes, signedBody = body }: Sending) {
  const mac = createHmac('sha256', key).update(`msg_1.${sentAt}.${signedBody}`).digest('base64');
  return { 'svix-id': 'msg_1', 'svix-timestamp': String(sentAt), 'svix-signature': `v1,${mac}` };
}

const event = (type: string, id: string) => JSON.stringify({ data: { id, object: 'user' }, object: 'event', type });

async function send(body: string, sending: Sending = {}): Promise<string> {
  const headers = { ...https, ...eventHeaders(body, sending) };
  const answer = await rawRequest(server.url, '/api/webhooks/clerk', { method: 'POST', headers, body });
  const json = JSON.parse(answer.body.toString());
  return `${answer.status} ${typeof json.detail === 'string' ? json.detail : ''}`.trim();
}

/** Resolves once `look` finds it: a notification travels on its own. */
const soon = (look: () => Promise<string>, expected: string) => expect.poll(look, { interval: 20 }).toBe(expected);

describe('an event of the identity provider', () => {
  it('is signed as the provider’s own library has it', async () => {
    const body = event('user.deleted', 'user_nobody');
    const headers = eventHeaders(body, {});
    const request = new Request('https://api.example.com/api/webhooks/clerk', { method: 'POST', headers, body });
    expect(await verifyWebhook(request, { signingSecret: secret })).toMatchObject({ type: 'user.deleted' });
    expect(await send(body)).toBe('200');
  });

  it('shuts out who was deleted, in every process, however often it is told', async () => {
    const before = await whoIs('user_gone');
    expect(before).toContain('200');
    expect(await whoIs('user_gone', second.url)).toBe(before);
    for (let times = 0; times < 2; times++) expect(await send(event('user.deleted', 'user_gone'))).toBe('200');
    for (const url of [server.url, second.url]) await soon(() => whoIs('user_gone', url), '401 User not found');
    expect(await send(event('user.updated', 'user_gone'))).toBe('200');
    expect(await whoIs('user_gone')).toBe('401 User not found');
  });

  it('shuts out who was deleted before they were ever seen', async () => {
    expect(await send(event('user.deleted', 'user_unseen'))).toBe('200');
    expect(await whoIs('user_unseen')).toBe('401 User not found');
  });

  it('has every process ask anew for whom it has met', async () => {
    const [id, other] = ['550e8400-e29b-41d4-a716-446655440666', '550e8400-e29b-41d4-a716-446655440777'];
    // Or the change of a row itself would tell, at any moment after it.
    await sql`alter table users disable trigger users_tell_change`.execute(database);
    await database.insertInto('users').values({ id, clerk_user_id: 'user_moved' }).execute();
    const before = `200 ${id}`;
    for (const url of [server.url, second.url]) expect(await whoIs('user_moved', url)).toBe(before);
    const moved = database.updateTable('users').where('clerk_user_id', '=', 'user_moved');
    await moved.set({ clerk_user_id: 'user_before' }).execute();
    await database.insertInto('users').values({ id: other, clerk_user_id: 'user_moved' }).execute();
    await sql`alter table users enable trigger users_tell_change`.execute(database);
    expect(await whoIs('user_moved', second.url)).toBe(before);
    expect(await send(event('user.updated', 'user_moved'))).toBe('200');
    for (const url of [server.url, second.url]) await soon(() => whoIs('user_moved', url), `200 ${other}`);
  });

  it.each<[string, string, Sending]>([
    ['of a stranger', event('user.deleted', 'user_safe'), { key: Buffer.alloc(32, 1) }],
    [
      'that was changed on its way',
      event('user.deleted', 'user_safe'),
      { signedBody: event('user.deleted', 'user_x') },
    ],
    ['that is too old', event('user.deleted', 'user_safe'), { sentAt: now - 360 }],
    ['from the future', event('user.deleted', 'user_safe'), { sentAt: now + 420 }],
  ])('%s changes nothing', async (_name, body, sending) => {
    const before = await whoIs('user_safe');
    expect(await send(body, sending)).toBe('401 Invalid webhook signature');
    expect(await whoIs('user_safe')).toBe(before);
  });

  it('of another type is of no interest, and one that cannot be read is refused', async () => {
    expect(await send(event('session.created', 'sess_1'))).toBe('200');
    expect(await send('{"type":"organization.updated","data":null}')).toBe('200');
    for (const body of ['', '{', '[]', '{"type":"user.deleted"}', '{"type":"user.deleted","data":{"id":""}}']) {
      expect(await send(body), body).toContain('422');
    }
  });
});

describe('a server that requires HTTPS', () => {
  it('refuses what came over anything else, each family in its words', async () => {
    const sentence = 'This server is reached over HTTPS alone: ask again with https:// in the address.';
    for (const headers of [{}, { 'x-forwarded-proto': 'http' }, { 'x-forwarded-proto': 'https, http' }]) {
      const key = { 'x-api-key': server.config.API_KEY };
      for (const [path, name] of [
        ['/api/auth/me', 'detail'],
        ['/api/jobs', 'message'],
        ['/v1/assets/a', 'detail'],
      ] as const) {
        const answer = await rawRequest(server.url, path, { headers: { ...headers, ...key } });
        expect(`${answer.status} ${JSON.parse(answer.body.toString())[name]}`).toBe(`403 ${sentence}`);
      }
    }
  });

  it('tells of its health all the same', async () => {
    for (const path of ['/healthz', '/readyz']) expect((await rawRequest(server.url, path)).status).toBe(200);
  });
});
