import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../../src/compose/start-server.ts';
import type { Config } from '../../src/config/index.ts';
import type { Database } from '../../src/ports/database.ts';
import { alice, bob, bootstrapUsers } from '../fixtures/bootstrap-users.ts';
import { type IdentityProvider, startIdentityProvider } from '../fixtures/identity-provider.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';

let provider: IdentityProvider;
let file: Awaited<ReturnType<typeof bootstrapUsers>>;
let server: TestServer;
let database: Database;
beforeAll(async () => {
  provider = await startIdentityProvider();
  file = await bootstrapUsers({ [alice.id]: 'user_alice' });
  server = await startTestServer({
    ...{ MODE: 'api', CLERK_CLOCK_SKEW_S: '0' },
    ...provider.environment,
    ...file.environment,
  });
  database = await server.openDatabase();
});
afterAll(async () => {
  await database.destroy();
  await server.stop();
  await provider.stop();
  await file.remove();
});

async function ask(authorization: string, path = '/api/auth/me', url = server.url, order = {}) {
  const { status, headers, body } = await rawRequest(url, path, { headers: { authorization }, ...order });
  return { status, headers, body: JSON.parse(body.toString()) };
}

async function outcome(token: string, url?: string): Promise<string> {
  const { status, body } = await ask(`Bearer ${token}`, '/api/auth/me', url);
  return `${status} ${body.detail ?? body.user_id}`;
}

/** Another process of the deployment with other settings. */
async function withProcess(changes: Partial<Config>, use: (url: string) => Promise<void>): Promise<void> {
  const other = await startServer({ ...server.config, PORT: 0, ...changes });
  try {
    await use(other.url);
  } finally {
    await other.stop();
  }
}

const uuid = /^200 [0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const invalid = '401 Invalid token';

describe('a JWT of the provider', () => {
  it('speaks for the user whose key says the same', async () => {
    const token = await provider.issue('user_alice');
    expect(await ask(`bearer  ${token}`)).toMatchObject({
      status: 200,
      headers: { 'cache-control': 'no-store' },
      body: { user_id: alice.id, clerk_user_id: 'user_alice', auth_type: 'clerk' },
    });
    expect((await ask(alice.key)).body.user_id).toBe(alice.id);
  });

  it('makes a user who was not seen before, the same for all who ask at once', async () => {
    const token = await provider.issue('user_carol');
    const answers = await Promise.all(Array.from({ length: 8 }, () => outcome(token)));
    expect(answers[0]).toMatch(uuid);
    expect(new Set(answers).size).toBe(1);
    await withProcess({}, async (url) => expect(await outcome(token, url)).toBe(answers[0]));
  });

  it('may say itself which user it speaks for', async () => {
    const id = '550e8400-e29b-41d4-a716-4466554400AA';
    expect(await outcome(await provider.issue('user_dave', { external_id: id }))).toBe(`200 ${id.toLowerCase()}`);
    expect(await outcome(await provider.issue('user_dave', { userId: bob.id }))).toBe(`200 ${bob.id}`);
    expect(await outcome(await provider.issue('user_carol', { userId: 'user_carol' }))).toMatch(uuid);
  });

  it('makes keys for its user, and nobody else’s can be touched', async () => {
    const authorization = `Bearer ${await provider.issue('user_alice')}`;
    const order = { method: 'POST', body: '{"name":"by session"}' };
    const { status, body } = await ask(authorization, '/api/keys', server.url, order);
    expect(status).toBe(201);
    expect((await ask(body.raw_key)).body.user_id).toBe(alice.id);
    const other = `Bearer ${await provider.issue('user_carol')}`;
    const refused = await ask(other, `/api/keys/${body.id}`, server.url, { method: 'DELETE' });
    expect(refused).toMatchObject({ status: 404, body: { detail: 'API key not found' } });
    expect((await ask(authorization, `/api/keys/${body.id}`, server.url, { method: 'DELETE' })).status).toBe(200);
  });

  it('is told to have expired once it has', async () => {
    provider.lifetimeSeconds = 1;
    const token = await provider.issue('user_alice');
    provider.lifetimeSeconds = 60;
    await expect.poll(() => outcome(token)).toBe('401 Token expired');
    expect((await ask(`Bearer ${token}`)).headers['www-authenticate']).toBe(
      'Bearer realm="api", error="invalid_token", error_description="Token expired"',
    );
  });

  it('is invalid for another site, another audience, another issuer, and for who is not signed in yet', async () => {
    expect(await outcome(await provider.issue('user_alice', { azp: 'https://evil.example' }))).toBe(invalid);
    expect(await outcome(await provider.issue('user_alice', { aud: 'https://evil.example' }))).toBe(invalid);
    expect(await outcome(await provider.issue('user_alice', { iss: 'https://evil.example' }))).toBe(invalid);
    expect(await outcome(await provider.issue('user_alice', { sts: 'pending' }))).toBe(invalid);
  });

  it('is invalid unsigned, signed with the public key, changed, or of another type', async () => {
    const token = await provider.issue('user_alice');
    const [, payload = '', signature = ''] = token.split('.');
    const header = (alg: string): string =>
      Buffer.from(JSON.stringify({ alg, kid: 'a key of the test, number 1', typ: 'JWT' })).toString('base64url');
    const keys = await (await fetch(provider.environment.CLERK_JWKS_URL ?? '')).text();
    const mac = createHmac('sha256', keys)
      .update(`${header('HS256')}.${payload}`)
      .digest('base64url');
    expect(await outcome(`${header('none')}.${payload}.`)).toBe(invalid);
    expect(await outcome(`${header('HS256')}.${payload}.${mac}`)).toBe(invalid);
    expect(await outcome(`${header('RS256')}.${payload}.${mac}`)).toBe(invalid);
    expect(await outcome(`${token.split('.')[0]}.${payload.slice(0, -8)}AAAAAAAA.${signature}`)).toBe(invalid);
    provider.typ = 'edge+jwt';
    const edge = await provider.issue('user_alice');
    provider.typ = 'JWT';
    expect(await outcome(edge)).toBe(invalid);
  });

  it('opens nothing, in any process, once its user is disabled', async () => {
    const token = await provider.issue('user_carol');
    const setDisabled = (isDisabled: boolean) =>
      database
        .updateTable('users')
        .set({ is_disabled: isDisabled })
        .where('clerk_user_id', '=', 'user_carol')
        .execute();
    await withProcess({}, async (url) => {
      const urls = [server.url, url];
      for (const each of urls) expect(await outcome(token, each)).toMatch(uuid);
      await setDisabled(true);
      for (const each of urls) await expect.poll(() => outcome(token, each)).toBe('401 User not found');
      await setDisabled(false);
      for (const each of urls) await expect.poll(() => outcome(token, each)).toMatch(uuid);
    });
  });

  it('is taken with a key that the provider has just begun to sign with, and no longer with one that it dropped', async () => {
    const old = await provider.issue('user_alice');
    expect(await outcome(old)).toBe(`200 ${alice.id}`);
    provider.rotate();
    const fresh = await provider.issue('user_alice');
    const before = provider.fetches.count;
    const answers = await Promise.all([outcome(fresh), outcome(fresh), outcome(fresh)]);
    expect(new Set(answers)).toEqual(new Set([`200 ${alice.id}`]));
    expect(await outcome(old)).toBe(invalid);
    expect(provider.fetches.count - before).toBe(1);
  });
});

describe('a page of a site', () => {
  it('may call the routes of users where the site is named, and read refusals too', async () => {
    const of = async (origin: string, method = 'GET') => {
      const { status, headers } = await rawRequest(server.url, '/api/keys', { method, headers: { origin } });
      return `${status} ${headers['access-control-allow-origin']} ${headers['access-control-allow-headers']}`;
    };
    const app = 'https://app.example.com';
    expect(await of(app)).toBe(`401 ${app} undefined`);
    expect(await of(app, 'OPTIONS')).toBe(`204 ${app} Authorization, Content-Type`);
    for (const method of ['GET', 'OPTIONS']) {
      expect(await of('https://evil.example', method)).toMatch(/ undefined undefined$/);
    }
  });
});

describe('the back end of the provider', () => {
  it('is asked for the id of who was not seen before, and told it', async () => {
    const told: string[] = [];
    const known: Record<string, [number, unknown]> = {
      user_asked: [200, { external_id: '550e8400-e29b-41d4-a716-44665544cccc' }],
      user_new: [200, { external_id: null }],
      user_gone: [404, {}],
      user_trouble: [500, {}],
    };
    const api = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      const id = request.url?.split('/').at(-1) ?? '';
      if (request.headers.authorization !== 'Bearer sk_test_1') response.statusCode = 401;
      else response.statusCode = known[id]?.[0] ?? 500;
      if (request.method === 'PATCH') told.push(`${id} ${JSON.parse(body).external_id}`);
      response.end(JSON.stringify(known[id]?.[1]));
    });
    await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
    const CLERK_API_URL = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
    await withProcess({ CLERK_API_URL, CLERK_SECRET_KEY: 'sk_test_1' }, async (url) => {
      const of = async (sub: string) => outcome(await provider.issue('user_dave', { sub }), url);
      expect(await of('user_asked')).toBe('200 550e8400-e29b-41d4-a716-44665544cccc');
      const created = await of('user_new');
      expect(created).toMatch(uuid);
      await expect.poll(() => told).toEqual([`user_new ${created.slice(4)}`]);
      expect(await of('user_gone')).toBe('401 User not found');
      expect(await of('user_trouble')).toBe('503 Authentication service unavailable');
    });
    await new Promise((resolve) => api.close(resolve));
  });
});

describe('while the provider is down', () => {
  it('known keys go on, and a process that knows none says so', async () => {
    const token = await provider.issue('user_alice');
    expect(await outcome(token)).toBe(`200 ${alice.id}`);
    await provider.stop();
    expect(await outcome(token)).toBe(`200 ${alice.id}`);
    await withProcess({}, async (url) => {
      const answer = await ask(`Bearer ${token}`, '/api/auth/me', url);
      expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '5', 'cache-control': 'no-store' } });
      expect(answer.body).toEqual({ detail: 'Authentication service unavailable' });
      expect((await ask(alice.key, '/api/auth/me', url)).status).toBe(200);
    });
  });
});
