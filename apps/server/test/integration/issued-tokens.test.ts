import { ApiError } from '@sluice/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/ports/database.ts';
import { alice, bob, bootstrapUsers, type TestUser } from '../fixtures/bootstrap-users.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';

const TOKENS = '/v1/playback/tokens';
const nowSeconds = Math.floor(Date.now() / 1000);

let file: Awaited<ReturnType<typeof bootstrapUsers>>;
let server: TestServer;
let database: Database;

beforeAll(async () => {
  file = await bootstrapUsers();
  server = await startTestServer({ MODE: 'api', ...file.environment });
  database = await server.openDatabase();
  await giveAsset('of-alice', alice.id);
  await giveAsset('of-bob', bob.id);
  await giveAsset('of-nobody', null);
  await issue('tk_1', 'of-alice', { subject: 'ann', second: 1 });
  await issue('tk_2', 'of-alice', { subject: 'ben', second: 2 });
  await issueOpaque('et_3', 'of-alice', 3);
  await issue('tk_4', 'of-bob', { subject: 'ann', second: 4 });
  await issue('tk_5', 'of-nobody', { subject: 'ann', second: 5 });
  // Of whoever had the name before.
  await issue('tk_0', 'of-alice', { subject: 'ann', second: -86_400 });
});
afterAll(async () => {
  await database.destroy();
  await server.stop();
  await file.remove();
});

async function giveAsset(id: string, ownerId: string | null): Promise<void> {
  await database.insertInto('assets').values({ id, access: 'protected', owner_id: ownerId }).execute();
}

/** `second`: from now, when it was issued. */
async function issue(id: string, assetId: string, { subject, second }: { subject: string; second: number }) {
  const issued = nowSeconds + 60 + second;
  const token = { id, asset_id: assetId, subject, kind: 'hmac', kid: 'k1', reuse_key: null } as const;
  const times = { issued_seconds: issued, not_before_seconds: issued, expires_seconds: nowSeconds + 3600 };
  await database
    .insertInto('playback_tokens')
    .values({ ...token, ...times, renewable_until_seconds: null, last_seen_seconds: null })
    .execute();
  for (const network of ['192.0.2.0/24', '198.51.100.0/24']) {
    await database.insertInto('playback_token_networks').values({ token_id: id, network }).execute();
  }
}

async function issueOpaque(id: string, assetId: string, second: number): Promise<void> {
  const about = { id, token_hash: id, prefix: 'emb_x...', asset_id: assetId, subject: null, label: null };
  const rules = { domains: [], ips: [], expires_seconds: null, max_plays: null, last_used_seconds: null };
  await database
    .insertInto('embed_tokens')
    .values({ ...about, ...rules, created_seconds: nowSeconds + 60 + second })
    .execute();
}

type Who = TestUser | 'operator';

async function call(who: Who, method: string, target: string) {
  const headers = who === 'operator' ? { 'x-api-key': server.config.API_KEY } : { authorization: who.key };
  const answer = await rawRequest(server.url, target, { method, headers });
  const json = answer.body.length === 0 ? null : JSON.parse(answer.body.toString());
  return { status: answer.status, code: json?.error?.code, json };
}

const idsOf = (json: { tokens: { token_id: string }[] }): string[] => json.tokens.map(({ token_id: id }) => id);

describe('the list of issued tokens', () => {
  it('has for a user those for their assets, newest first, whoever asked for them', async () => {
    const { status, json } = await call(alice, 'GET', TOKENS);
    expect([status, idsOf(json), json.next_cursor]).toEqual([200, ['et_3', 'tk_2', 'tk_1'], null]);
    expect(json.tokens[1]).toMatchObject({
      ...{ asset_id: 'of-alice', subject: 'ben', kind: 'hmac' },
      ...{ revoked: false, networks: 2, deliver_via: 'edge' },
    });
    expect(json.tokens[0]).toMatchObject({ kind: 'opaque', expires_at: null });
  });

  it('has for the operator all', async () => {
    expect(idsOf((await call('operator', 'GET', TOKENS)).json)).toEqual([
      ...['tk_5', 'tk_4', 'et_3', 'tk_2', 'tk_1', 'tk_0'],
    ]);
  });

  it.each([
    ['asset', '?asset_id=of-alice', ['et_3', 'tk_2', 'tk_1']],
    ['viewer', '?subject=ann', ['tk_1']],
    ['both', '?asset_id=of-alice&subject=ben', ['tk_2']],
    ['asset of somebody else', '?asset_id=of-bob', []],
    ['asset that is none', '?asset_id=nothing', []],
  ])('is filtered by %s within what is one’s own', async (_what, query, expected) => {
    expect(idsOf((await call(alice, 'GET', TOKENS + query)).json)).toEqual(expected);
  });

  it('goes on where a page ended', async () => {
    const crowd = Array.from({ length: 104 }, (_, n) => `tk_crowd${n}`);
    await giveAsset('crowded', bob.id);
    // All but a few in one second.
    for (const [n, id] of crowd.entries()) await issue(id, 'crowded', { subject: 'all', second: n < 3 ? n : 10 });
    const first = (await call(bob, 'GET', `${TOKENS}?asset_id=crowded`)).json;
    const second = (await call(bob, 'GET', `${TOKENS}?asset_id=crowded&cursor=${first.next_cursor}`)).json;
    expect([first.tokens.length, second.tokens.length, second.next_cursor]).toEqual([100, 4, null]);
    expect(new Set([...idsOf(first), ...idsOf(second)])).toEqual(new Set(crowd));
  });

  it.each(['cursor=x', 'cursor=1.tk_1&cursor=2.tk_2', 'asset_id=%00', 'subject=%00', `subject=${'a'.repeat(129)}`])(
    'refuses a query of %s',
    async (query) => {
      const { status, code } = await call(alice, 'GET', `${TOKENS}?${query}`);
      expect([status, code]).toEqual([422, 'invalid_request']);
    },
  );
});

describe('one token', () => {
  it.each([
    ['of another user', 'tk_4', 403, 'not_theirs'],
    ['of the operator', 'tk_5', 403, 'not_theirs'],
    ['of a name that somebody else had before', 'tk_0', 404, 'token_not_found'],
    ['that was never issued', 'tk_none', 404, 'token_not_found'],
  ])('%s is neither shown to a user nor taken back by them', async (_whose, id, status, code) => {
    for (const method of ['GET', 'DELETE']) {
      expect(await call(alice, method, `${TOKENS}/${id}`)).toMatchObject({ status, code });
    }
    expect(await database.selectFrom('revocations').select('value').where('value', '=', id).execute()).toEqual([]);
  });

  it('is shown to whose asset it opens, and taken back by them', async () => {
    expect(await call(alice, 'GET', `${TOKENS}/tk_1`)).toMatchObject({ status: 200, json: { revoked: false } });
    expect((await call(alice, 'DELETE', `${TOKENS}/tk_1`)).status).toBe(204);
    expect((await call(alice, 'DELETE', `${TOKENS}/tk_1`)).status).toBe(204);
    expect(await call(alice, 'GET', `${TOKENS}/tk_1`)).toMatchObject({ status: 200, json: { revoked: true } });
    expect(await call(alice, 'GET', `${TOKENS}/tk_2`)).toMatchObject({ status: 200, json: { revoked: false } });
  });

  it('that is opaque is off for good, although revocations are forgotten after a day', async () => {
    expect((await call(alice, 'DELETE', `${TOKENS}/et_3`)).status).toBe(204);
    expect(await call(alice, 'GET', `${TOKENS}/et_3`)).toMatchObject({ json: { revoked: true } });
    const { embed_tokens: records } = await server.client.listEmbedTokens({ assetId: 'of-alice' });
    expect(records).toMatchObject([{ id: 'et_3', is_active: false }]);
  });

  it('may be taken back by the operator although nobody here issued it', async () => {
    expect((await call('operator', 'DELETE', `${TOKENS}/of-another-issuer`)).status).toBe(204);
  });

  it('is forgotten with its asset', async () => {
    expect((await call(bob, 'DELETE', '/api/media/of-bob')).status).toBe(204);
    expect(await call('operator', 'GET', `${TOKENS}/tk_4`)).toMatchObject({ status: 404, code: 'token_not_found' });
    expect(await server.client.findPlaybackToken('tk_4')).toBeNull();
    await expect(server.client.revokePlaybackToken('%00')).rejects.toBeInstanceOf(ApiError);
  });
});
