import { once } from 'node:events';
import { get as httpGet, type IncomingMessage } from 'node:http';
import type { RevocationBody } from '@sluice/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawRequest } from '../fixtures/raw-request.ts';
import { startFilmOnTwoNodes, type TwoNodes } from '../fixtures/second-node.ts';

const LARGE_BYTES = 48 * 1024 * 1024;

let nodes: TwoNodes;
let server: TwoNodes['server'];
let edge: TwoNodes['edge'];

beforeAll(async () => {
  nodes = await startFilmOnTwoNodes(1, true);
  ({ server, edge } = nodes);
  await server.media.put('videos/fi/film/whole.mp4', Buffer.alloc(LARGE_BYTES, 7));
});
afterAll(async () => {
  await nodes.stop();
});

const issue = (subject?: string) =>
  server.client.issuePlaybackToken({ asset_id: 'film', ...(subject === undefined ? {} : { subject }) });
const call = (method: string, target: string, body?: unknown) =>
  rawRequest(server.url, target, {
    method,
    headers: { 'x-api-key': server.config.API_KEY },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
/** Empty when the request was let through. */
async function refusalAt(url: string, token: string, path = '/v/film/master.m3u8'): Promise<string> {
  const { status, headers } = await rawRequest(url, path, { headers: { 'edge-token': token } });
  return status === 200 ? '' : String(headers['x-edge-deny']);
}
/** Milliseconds until the other node refuses. */
async function refusedElsewhereAfter(token: string): Promise<number> {
  const begin = performance.now();
  while ((await refusalAt(edge.url, token)) !== 'token_revoked') {
    if (performance.now() - begin > 15_000) throw new Error('the other node never heard of it');
  }
  return performance.now() - begin;
}
const kidOf = (token: string): string => /~kid=([^~]*)/.exec(token)?.[1] ?? '';

describe('a revocation', () => {
  it.each<[string, (token: { token_id: string }) => RevocationBody]>([
    ['token', ({ token_id }) => ({ type: 'token', value: token_id })],
    ['subject', () => ({ type: 'subject', value: 'vw_1' })],
    ['asset', () => ({ type: 'asset', value: 'film' })],
  ])('by %s is in force here when the answer arrives, and within 2 s on another node', async (_type, body) => {
    const token = await issue('vw_1');
    expect([await refusalAt(server.url, token.token), await refusalAt(edge.url, token.token)]).toEqual(['', '']);
    await server.client.createRevocation(body(token));
    expect(await refusalAt(server.url, token.token)).toBe('token_revoked');
    expect(await refusedElsewhereAfter(token.token)).toBeLessThan(2000);
  });

  it('takes the children of a token along', async () => {
    const token = await issue();
    const master = await rawRequest(edge.url, new URL(token.urls.hls).pathname + new URL(token.urls.hls).search);
    const child = `/v/film/${/^video\/\S+$/m.exec(master.body.toString())?.[0] ?? ''}`;
    expect((await rawRequest(edge.url, child)).status).toBe(200);
    await server.client.revokePlaybackToken(token.token_id);
    await refusedElsewhereAfter(token.token);
    expect((await rawRequest(edge.url, child)).headers['x-edge-deny']).toBe('token_revoked');
  });

  it('of a viewer spares tokens that are issued after it, in the same second too', async () => {
    const before = await issue('vw_2');
    await server.client.createRevocation({ type: 'subject', value: 'vw_2' });
    const after = await issue('vw_2');
    expect(await refusalAt(server.url, before.token)).toBe('token_revoked');
    expect(await refusalAt(server.url, after.token)).toBe('');
  });

  it('of a viewer takes also what was issued to begin later', async () => {
    const begin = Math.floor(Date.now() / 1000) + 4;
    const order = { asset_id: 'film', subject: 'vw_later', not_before: begin };
    const { token, token_id } = await server.client.issuePlaybackToken(order);
    await server.client.createRevocation({ type: 'subject', value: 'vw_later' });
    expect(await refusalAt(server.url, token)).toBe('token_revoked');
    expect(await server.client.findPlaybackToken(token_id)).toMatchObject({ revoked: true });
  });

  it('that stands already is given back unchanged; a later bound is a new one', async () => {
    const first = await call('POST', '/v1/edge/revocations', { type: 'token', value: 'tk_same', reason: 'left' });
    const second = await call('POST', '/v1/edge/revocations', { type: 'token', value: 'tk_same' });
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(JSON.parse(second.body.toString())).toEqual(JSON.parse(first.body.toString()));
    const bounds = [1_777_000_000, 1_776_000_000, 1_778_000_000].map((before) => ({
      type: 'subject',
      value: 'vw_bound',
      before,
    }));
    const statuses = [];
    for (const body of bounds) statuses.push((await call('POST', '/v1/edge/revocations', body)).status);
    expect(statuses).toEqual([201, 200, 201]);
  });

  it('that is deleted lets the token through again', async () => {
    const { token, token_id } = await issue();
    const { id } = await server.client.createRevocation({ type: 'token', value: token_id });
    expect(await refusalAt(server.url, token)).toBe('token_revoked');
    await server.client.deleteRevocation(id);
    expect(await refusalAt(server.url, token)).toBe('');
    expect((await call('DELETE', `/v1/edge/revocations/${id}`)).status).toBe(404);
  });

  it.each([
    [{ type: 'token', value: 'a b' }],
    [{ type: 'token', value: 'tk_1', before: 1 }],
    [{ type: 'galaxy', value: 'x' }],
  ])('%j is refused', async (body) => {
    const answer = await call('POST', '/v1/edge/revocations', body);
    expect([answer.status, answer.headers['x-edge-deny']]).toEqual([422, 'invalid_request']);
  });
});

describe('the feed', () => {
  it('begins with a snapshot and goes on with what changed, tombstones included', async () => {
    const snapshot = await server.client.readRevocations();
    expect(snapshot.snapshot).toBe(true);
    const made = await server.client.createRevocation({ type: 'token', value: 'tk_feed' });
    await server.client.deleteRevocation(made.id);
    const kept = await server.client.createRevocation({ type: 'token', value: 'tk_feed' });
    const delta = await server.client.readRevocations({ since: snapshot.next_seq });
    expect(delta.snapshot).toBe(false);
    expect(delta.entries).toEqual([{ id: made.id, seq: expect.any(Number), removed: true }, kept]);
    const seen = delta.entries.map(({ seq }) => seq);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(delta.next_seq).toBe(seen.at(-1));
  });

  it('holds a question until there is an answer', async () => {
    const { next_seq: since } = await server.client.readRevocations();
    const held = server.client.readRevocations({ since, waitSeconds: 20 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const made = await server.client.createRevocation({ type: 'token', value: 'tk_held' });
    expect((await held).entries).toEqual([made]);
  });

  it('gives a snapshot to those who know more than it does', async () => {
    expect(await server.client.readRevocations({ since: 1e9, waitSeconds: 30 })).toMatchObject({ snapshot: true });
  });

  it.each(['since=-1', 'since=x', 'wait=31', 'since=1&since=2'])('refuses ?%s', async (query) => {
    expect((await call('GET', `/v1/edge/revocations?${query}`)).status).toBe(422);
  });
});

describe('a download that is running', () => {
  async function begin(token: string): Promise<IncomingMessage> {
    const outgoing = httpGet(`${edge.url}/v/film/whole.mp4`, { headers: { 'edge-token': token }, agent: false });
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
    answer.on('error', () => undefined);
    await once(answer, 'readable');
    return answer;
  }

  const endOf = (answer: IncomingMessage): Promise<void> =>
    new Promise((resolve) => answer.once('close', () => resolve()));

  it('is cut when its token is revoked on another node', async () => {
    const token = await issue();
    const other = await issue();
    const [cut, goesOn] = await Promise.all([begin(token.token), begin(other.token)]);
    const closed = endOf(cut);
    await server.client.revokePlaybackToken(token.token_id);
    await refusedElsewhereAfter(token.token);
    cut.resume();
    await closed;
    expect(cut.complete).toBe(false);
    goesOn.resume();
    await endOf(goesOn);
    expect(goesOn.complete).toBe(true);
  });
});

describe('a revoked key', () => {
  it('opens nothing any more, on any node', async () => {
    const { token } = await issue();
    await server.client.createRevocation({ type: 'key', value: kidOf(token) });
    expect(await refusalAt(server.url, token)).toMatch(/^token_(revoked|invalid)$/);
    await expect.poll(() => refusalAt(edge.url, token)).not.toBe('');
  });
});
