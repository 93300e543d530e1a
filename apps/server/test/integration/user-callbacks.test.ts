import { MacKey, verifyWebhook } from '@sluice/access';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../src/adapters/crypto/node.ts';
import type { Database } from '../../src/ports/database.ts';
import { alice, bob, bootstrapUsers, type TestUser } from '../fixtures/bootstrap-users.ts';
import { type CallbackReceiver, startCallbackReceiver } from '../fixtures/callback-receiver.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';

const carol = { id: '550e8400-e29b-41d4-a716-446655440002' };
const SECRET = '/api/webhook-secret';
const needsSecret = 'callback_url of a user needs a webhook secret of theirs: POST /api/webhook-secret makes one';

let file: Awaited<ReturnType<typeof bootstrapUsers>>;
let server: TestServer;
let receiver: CallbackReceiver;
let database: Database;

beforeAll(async () => {
  file = await bootstrapUsers();
  const settings = { OUTGOING_PRIVATE_NETWORKS: '127.0.0.0/8', JOB_RATE_LIMIT: '0', ...file.environment };
  [server, receiver] = await Promise.all([startTestServer(settings), startCallbackReceiver({})]);
  database = await server.openDatabase();
  for (const { id } of [alice, bob]) await server.source.put(`users/${id}/broken.mp4`, Buffer.from('no film'));
});
afterAll(async () => {
  await database.destroy();
  await server.stop();
  await receiver.stop();
  await file.remove();
});

type Who = TestUser | 'operator';

async function call(who: Who, method: string, path: string, body?: unknown) {
  const headers = who === 'operator' ? { 'x-api-key': server.config.API_KEY } : { authorization: who.key };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await rawRequest(server.url, path, { method, headers, ...sent });
  const json = answer.body.length === 0 ? null : JSON.parse(answer.body.toString());
  return { status: answer.status, headers: answer.headers, json };
}

const makeSecret = async (who: TestUser): Promise<string> => (await call(who, 'POST', SECRET)).json.secret;

const order = (hash: string, owner: TestUser) => ({
  ...{ type: 'video:cover', hash, source: `users/${owner.id}/broken.mp4` },
  callback_url: `${receiver.url}/${hash}`,
});

async function told(jobId: string): Promise<string> {
  for (;;) {
    const { callback_status: status } = await server.client.getJob(jobId);
    if (status !== 'pending') return status;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Orders a job that fails at once and waits until that was told. */
async function toldJob(who: Who, hash: string, owner: TestUser): Promise<string> {
  const { status, json } = await call(who, 'POST', '/api/jobs', order(hash, owner));
  expect(status, JSON.stringify(json)).toBe(202);
  expect(await told(json.job_id)).toBe('sent');
  return json.job_id;
}

/** Which of these secrets signed each call to `path`. */
const signersOf = (path: string, secrets: Readonly<Record<string, string>>) =>
  receiver
    .callsTo(path)
    .map(({ bytes, headers }) =>
      Object.entries(secrets).flatMap(([name, secret]) =>
        verifyWebhook(nodeCrypto(), MacKey.fromText(secret), bytes, String(headers['x-signature'])) ? [name] : [],
      ),
    );

describe('the webhook secret of a user', () => {
  it('is shown once, to its owner alone, and kept in no readable form', async () => {
    expect(await call(bob, 'GET', SECRET)).toMatchObject({ status: 404, json: { detail: 'Webhook secret not found' } });
    const made = await call(bob, 'POST', SECRET);
    expect(made).toMatchObject({ status: 201, headers: { 'cache-control': 'no-store' } });
    expect(made.json).toEqual({ secret: expect.stringMatching(/^[0-9a-f]{64}$/), created_at: made.json.created_at });
    expect((await call(bob, 'GET', SECRET)).json).toEqual({ created_at: made.json.created_at });
    expect((await call(alice, 'GET', SECRET)).status).toBe(404);
    const rows = await database.selectFrom('user_webhook_secrets').selectAll().execute();
    const { secret } = made.json;
    for (const text of [secret, Buffer.from(secret).toString('hex'), Buffer.from(secret, 'hex').toString('latin1')]) {
      expect(JSON.stringify(rows)).not.toContain(text);
      expect(rows.map(({ wrapped_secret: wrapped }) => wrapped.toString('latin1')).join()).not.toContain(text);
    }
    expect(await call(bob, 'DELETE', SECRET)).toMatchObject({ status: 200, json: { ok: true } });
    expect((await call(bob, 'DELETE', SECRET)).status).toBe(404);
  });
});

describe('a callback that a user asks for', () => {
  it('is refused while there is no secret of theirs, and nothing is ordered', async () => {
    expect(await call(bob, 'POST', '/api/jobs', order('unsigned', bob))).toMatchObject({
      ...{ status: 400, json: { message: needsSecret } },
    });
    expect((await call(bob, 'GET', '/api/jobs?hash=unsigned')).json.jobs).toEqual([]);
    const { callback_url: _, ...silent } = order('silent', bob);
    expect((await call(bob, 'POST', '/api/jobs', silent)).status).toBe(202);
  });

  it('is signed with their secret, and never with the operator’s or that of another', async () => {
    const secrets = {
      alice: await makeSecret(alice),
      bob: await makeSecret(bob),
      operator: server.config.WEBHOOK_SECRET,
    };
    await toldJob(alice, 'by-alice', alice);
    await toldJob(bob, 'by-bob', bob);
    // On the asset of a user, but to an address of the operator's.
    await toldJob('operator', 'by-operator', alice);
    expect(signersOf('/by-alice', secrets)).toEqual([['alice']]);
    expect(signersOf('/by-bob', secrets)).toEqual([['bob']]);
    expect(signersOf('/by-operator', secrets)).toEqual([['operator']]);
  });

  it('is signed with the newest secret from the moment that it is made, also when it is sent again', async () => {
    const before = await makeSecret(alice);
    const jobId = await toldJob(alice, 'renewed', alice);
    const after = await makeSecret(alice);
    expect((await call(alice, 'POST', `/api/jobs/${jobId}/callbacks`)).status).toBe(202);
    expect(await told(jobId)).toBe('sent');
    // The operator may send it again, and signs it no other way.
    expect((await call('operator', 'POST', `/api/jobs/${jobId}/callbacks`)).status).toBe(202);
    expect(await told(jobId)).toBe('sent');
    const secrets = { before, after, operator: server.config.WEBHOOK_SECRET };
    expect(signersOf('/renewed', secrets)).toEqual([['before'], ['after'], ['after']]);
  });

  it('keeps its signer when the operator has the job tried again', async () => {
    const secrets = { alice: await makeSecret(alice), operator: server.config.WEBHOOK_SECRET };
    const jobId = await toldJob(alice, 'retried', alice);
    const { json } = await call('operator', 'POST', `/api/jobs/${jobId}/retry`);
    expect(await told(json.jobs[0].job_id)).toBe('sent');
    expect(signersOf('/retried', secrets)).toEqual([['alice'], ['alice']]);
  });

  it('is sent by nobody once the secret is deleted', async () => {
    await makeSecret(alice);
    const jobId = await toldJob(alice, 'mute', alice);
    await call(alice, 'DELETE', SECRET);
    for (const who of [alice, 'operator'] as const) {
      const again = await call(who, 'POST', `/api/jobs/${jobId}/callbacks`);
      expect(again).toMatchObject({ status: 400, json: { message: needsSecret } });
    }
    expect(receiver.callsTo('/mute')).toHaveLength(1);
  });

  it('is not sent with a secret that is not theirs, whatever stands in its row', async () => {
    await Promise.all([makeSecret(alice), makeSecret(bob)]);
    const secrets = database.selectFrom('user_webhook_secrets').select(['wrapped_secret', 'wrap_nonce', 'kek_version']);
    const ofBob = await secrets.where('user_id', '=', bob.id).executeTakeFirstOrThrow();
    await database.updateTable('user_webhook_secrets').set(ofBob).where('user_id', '=', alice.id).execute();
    const { json } = await call(alice, 'POST', '/api/jobs', order('swapped', alice));
    const attempted = async () => (await call(alice, 'GET', `/api/jobs/${json.job_id}/callbacks`)).json.callbacks;
    await expect
      .poll(attempted, { timeout: 5000 })
      .toMatchObject([{ status: 'pending', attempts: [{ error: 'The webhook secret of the user cannot be read.' }] }]);
    expect(receiver.callsTo('/swapped')).toEqual([]);
  });

  it('does not become the operator’s when the user is deleted before it is sent', async () => {
    await database.insertInto('users').values({ id: carol.id, clerk_user_id: null }).execute();
    const jobId = await toldJob('operator', 'orphan', alice);
    await database
      .insertInto('callbacks')
      .values({
        id: carol.id,
        job_id: jobId,
        user_id: carol.id,
        url: `${receiver.url}/orphan`,
        body: '{}',
        status: 'pending',
      })
      .execute();
    await database.deleteFrom('users').where('id', '=', carol.id).execute();
    const attempted = () =>
      database.selectFrom('callback_attempts').selectAll().where('callback_id', '=', carol.id).executeTakeFirst();
    await expect.poll(attempted, { timeout: 5000 }).toMatchObject({
      ...{ status_code: null, error: 'The user has no webhook secret to sign with.' },
    });
    expect(receiver.callsTo('/orphan')).toHaveLength(1);
  });
});
