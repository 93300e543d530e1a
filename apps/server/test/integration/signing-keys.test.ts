import type { SigningKeyBody } from '@sluice/contract';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawRequest } from '../fixtures/raw-request.ts';
import { startFilmOnTwoNodes, type TwoNodes } from '../fixtures/second-node.ts';

let nodes: TwoNodes;
let server: TwoNodes['server'];
let edge: TwoNodes['edge'];

beforeAll(async () => {
  nodes = await startFilmOnTwoNodes(1, false);
  ({ server, edge } = nodes);
});
afterAll(async () => {
  await nodes.stop();
});

const issue = (kind: 'hmac' | 'jwt') =>
  server.client.issuePlaybackToken({ asset_id: 'film', kind, subject: 'vw_1', fresh: true });
const kidOf = (token: string): string => /~kid=([^~]*)/.exec(token)?.[1] ?? String(decodeProtectedHeader(token).kid);
/** Empty when the request was let through. */
async function refusalAt(url: string, token: string): Promise<string> {
  const { status, headers } = await rawRequest(url, '/v/film/master.m3u8', { headers: { 'edge-token': token } });
  return status === 200 ? '' : String(headers['x-edge-deny']);
}
async function until(check: () => Promise<boolean>): Promise<void> {
  const begin = performance.now();
  while (!(await check())) if (performance.now() - begin > 2000) throw new Error('two seconds were not enough');
}
const jwksAt = async (url: string) => {
  const { body, headers } = await rawRequest(url, '/.well-known/edge-jwks.json');
  return { keys: (JSON.parse(body.toString()) as { keys: Record<string, string>[] }).keys, headers };
};
const find = async (kid: string) => (await server.client.listSigningKeys()).keys.find((key) => key.kid === kid);
async function promoted(body: SigningKeyBody): Promise<string> {
  const { kid } = await server.client.createSigningKey(body);
  await server.client.changeSigningKey(kid, 'active');
  return kid;
}

describe('a rotation', () => {
  it('goes from pending to active; the former key verifies on until everything that it signed has ended', async () => {
    const before = await issue('hmac');
    const former = kidOf(before.token);
    const made = await server.client.createSigningKey({ class: 'edge-hmac', alg: 'HS256' });
    expect(made).toEqual({
      kid: expect.stringMatching(/^k[0-9a-f]+$/),
      class: 'edge-hmac',
      alg: 'HS256',
      state: 'pending',
      created_at: expect.any(Number),
      promoted_at: null,
      verify_until: null,
    });
    expect(kidOf((await issue('hmac')).token)).toBe(former);
    expect(await server.client.changeSigningKey(made.kid, 'active')).toMatchObject({ state: 'active' });
    const after = await issue('hmac');
    expect(kidOf(after.token)).toBe(made.kid);
    const retiring = await find(former);
    expect(retiring?.state).toBe('retiring');
    expect(Number(retiring?.verify_until) - Math.floor(Date.now() / 1000)).toBeGreaterThan(86_600);
    await until(async () => (await refusalAt(edge.url, after.token)) === '');
    expect([await refusalAt(server.url, before.token), await refusalAt(edge.url, before.token)]).toEqual(['', '']);
    await server.client.changeSigningKey(former, 'retired');
    expect(await refusalAt(server.url, before.token)).toBe('token_invalid');
    await until(async () => (await refusalAt(edge.url, before.token)) === 'token_invalid');
  });

  it('refuses at once, on every node, what a revoked key signed', async () => {
    const { token } = await issue('hmac');
    const kid = kidOf(token);
    const next = await promoted({ class: 'edge-hmac', alg: 'HS256' });
    expect(await refusalAt(server.url, token)).toBe('');
    await server.client.changeSigningKey(kid, 'revoked');
    expect(await refusalAt(server.url, token)).not.toBe('');
    await until(async () => (await refusalAt(edge.url, token)) !== '');
    const { token: other } = await issue('hmac');
    expect([kidOf(other), await refusalAt(server.url, other)]).toEqual([next, '']);
    await expect(server.client.renewPlaybackToken(token)).rejects.toMatchObject({ status: 403 });
  });

  it('allows only the steps of a key’s life, and four verifying keys', async () => {
    const kid = kidOf((await issue('hmac')).token);
    for (const state of ['pending', 'retiring', 'retired', 'active'] as const) {
      await expect(server.client.changeSigningKey(kid, state)).rejects.toMatchObject({
        status: 409,
        code: 'transition_not_allowed',
      });
    }
    await expect(server.client.changeSigningKey('k_none', 'active')).rejects.toMatchObject({ status: 404 });
    const order: SigningKeyBody = { class: 'edge-jwt-sym', alg: 'HS256' };
    for (let count = 1; count < 4; count++) await server.client.createSigningKey(order);
    await expect(server.client.createSigningKey(order)).rejects.toMatchObject({ status: 409, code: 'too_many_keys' });
    await expect(server.client.createSigningKey({ class: 'edge-hmac', alg: 'ES256' })).rejects.toMatchObject({
      status: 422,
    });
  });
});

describe('JWTs', () => {
  it('are signed by the symmetric key as long as there is no other', async () => {
    const { token } = await issue('jwt');
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'HS256', kid: expect.any(String), typ: 'edge+jwt' });
    expect([await refusalAt(server.url, token), await refusalAt(edge.url, token)]).toEqual(['', '']);
    expect((await jwksAt(server.url)).keys).toEqual([]);
  });

  it.each(['RS256', 'ES256', 'EdDSA'] as const)('by %s are verified by anyone from the published keys', async (alg) => {
    const kid = await promoted({ class: 'edge-jwt-asym', alg });
    const { token } = await issue('jwt');
    const keys = createRemoteJWKSet(new URL('/.well-known/edge-jwks.json', server.url));
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      issuer: 'sluice',
      audience: 'film',
      typ: 'edge+jwt',
    });
    expect([protectedHeader.alg, protectedHeader.kid, payload.sub]).toEqual([alg, kid, 'vw_1']);
    await until(async () => (await refusalAt(edge.url, token)) === '');
    expect(await refusalAt(server.url, `${token.slice(0, -8)}AAAAAAAA`)).toBe('token_invalid');
  });
});

describe('/.well-known/edge-jwks.json', () => {
  it('holds public members of keys that verify, pending ones included and revoked ones not', async () => {
    const { kid } = await server.client.createSigningKey({ class: 'edge-jwt-asym', alg: 'EdDSA' });
    const { keys, headers } = await jwksAt(server.url);
    expect(headers).toMatchObject({ 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' });
    expect(keys.find((key) => key.kid === kid)).toEqual({
      kid,
      alg: 'EdDSA',
      use: 'sig',
      kty: 'OKP',
      crv: 'Ed25519',
      x: expect.any(String),
    });
    for (const key of keys) for (const secret of ['d', 'p', 'q', 'k']) expect(key).not.toHaveProperty(secret);
    await until(async () => (await jwksAt(edge.url)).keys.some((key) => key.kid === kid));
    await server.client.changeSigningKey(kid, 'revoked');
    expect((await jwksAt(server.url)).keys.some((key) => key.kid === kid)).toBe(false);
  });
});
