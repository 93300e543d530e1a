import type { EdgeSync } from '@sluice/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawRequest } from '../fixtures/raw-request.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ MODE: 'api' });
});
afterAll(() => server.stop());

const bearer = () => ({ authorization: `Bearer ${server.config.EDGE_SECRET}` });
async function sync(query: string): Promise<EdgeSync> {
  const { status, body, headers } = await rawRequest(server.url, `/v1/edge/sync?${query}`, { headers: bearer() });
  expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
  return JSON.parse(body.toString()) as EdgeSync;
}
async function firstSync(node: string) {
  const { revocations, keyset } = await sync(`node=${node}`);
  if (keyset === null) throw new Error('the first answer brings no keys');
  return { since: revocations.next_seq, version: keyset.version, revocations, keyset };
}
const statusOf = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 200,
    (error: { status?: number }) => error.status,
  );

describe('what edges without a database ask', () => {
  it('answers nobody without the secret of edges, the holder of the API key neither', async () => {
    for (const path of ['sync', 'assets/film', `assets/film/keys/${'0'.repeat(32)}`, 'objects/videos/fi/film/x']) {
      for (const headers of [{}, { 'x-api-key': server.config.API_KEY }, { authorization: 'Bearer x' }]) {
        expect((await rawRequest(server.url, `/v1/edge/${path}`, { headers })).status, path).toBe(401);
      }
      const known = await rawRequest(server.url, `/v1/edge/${path}`, { headers: bearer() });
      expect(known.status, path).toBe(path === 'sync' ? 200 : 404);
    }
  });

  it('gives every key that verifies, and then only what changed', async () => {
    const { since, version, keyset, revocations } = await firstSync('edge-a');
    expect(revocations.snapshot).toBe(true);
    expect(keyset.keys.map((key) => `${key.class} ${key.state}`).sort()).toEqual([
      'edge-hmac active',
      'edge-jwt-sym active',
      'vylux-key-token active',
    ]);
    expect(await sync(`node=edge-a&since=${since}&keys=${version}`)).toEqual({
      revocations: { entries: [], next_seq: since, snapshot: false },
      keyset: null,
    });
  });

  it('answers a held call as soon as something is taken back', async () => {
    const { since, version } = await firstSync('edge-a');
    const held = sync(`node=edge-a&since=${since}&keys=${version}&wait=30`);
    await sync(`since=${since}&keys=${version}`);
    await server.client.createRevocation({ type: 'token', value: 'tk_gone' });
    const { revocations, keyset } = await held;
    expect(revocations.entries).toMatchObject([{ type: 'token', value: 'tk_gone' }]);
    expect([revocations.snapshot, keyset]).toEqual([false, null]);
  });

  it('answers a held call with a new key, which signs once every edge has said that it holds it', async () => {
    const { since, version } = await firstSync('edge-a');
    const held = sync(`node=edge-a&since=${since}&keys=${version}&wait=30`);
    const { kid } = await server.client.createSigningKey({ class: 'edge-hmac', alg: 'HS256' });
    const { keyset } = await held;
    expect(keyset?.keys.find((key) => key.kid === kid)).toMatchObject({ state: 'pending' });
    expect(await statusOf(server.client.changeSigningKey(kid, 'active'))).toBe(409);
    await sync(`node=edge-a&since=${since}&keys=${keyset?.version}`);
    expect(await server.client.changeSigningKey(kid, 'active')).toMatchObject({ state: 'active' });
  });

  it('promotes a key that an edge does not hold when it is told to', async () => {
    await firstSync('edge-b');
    const { kid } = await server.client.createSigningKey({ class: 'edge-jwt-sym', alg: 'HS256' });
    expect(await statusOf(server.client.changeSigningKey(kid, 'active'))).toBe(409);
    expect(await server.client.changeSigningKey(kid, 'active', { force: true })).toMatchObject({ state: 'active' });
  });

  it.each([
    ['plays', { embed_id: 'et_\u0000' }],
    ['embeds', { token_hash: 'x' }],
    ['seen', { sightings: [{ token_id: 'tk', at: 1, networks: ['\u0000'] }], renewals: [] }],
    ['entitlements', { subject: null, asset_id: '..\u0000', token_id: 'tk' }],
  ])('refuses %s that cannot be meant', async (path, body) => {
    const request = { method: 'POST', headers: bearer(), body: JSON.stringify(body) };
    expect((await rawRequest(server.url, `/v1/edge/${path}`, request)).status).toBe(422);
  });

  it.each(['keys=%00', 'since=-1', 'wait=31', 'node=a%20b', 'since=1&since=2'])('refuses %s', async (query) => {
    expect((await rawRequest(server.url, `/v1/edge/sync?${query}`, { headers: bearer() })).status).toBe(422);
  });
});
