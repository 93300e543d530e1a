import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { MacKey, verifyWebhook } from '@sluice/access';
import type { JobView } from '@sluice/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../src/adapters/crypto/node.ts';
import { createKeyEncryption, findContentKey } from '../../src/features/assets/index.ts';
import type { JobRow } from '../../src/features/jobs/job-store.ts';
import { type CallbackReceiver, type ReceivedCall, startCallbackReceiver } from '../fixtures/callback-receiver.ts';
import { createRandom } from '../misuse/fuzz/random.ts';
import { type Deployment, startDeployment } from './deployment.ts';
import { contentFaults, type Objects, opened, promiseFaults, visibleObjects } from './expected-objects.ts';
import { processesNaming } from './leftover-processes.ts';
import { goodKinds, type Kind, makeSources, type Order, place, typeOf } from './orders.ts';
import { type Prober, startProber } from './prober.ts';
import { heldLocks, untilFinished } from './queue-state.ts';
import { type RoundsReport, runRounds } from './rounds.ts';

const rounds = Number(process.env.CRASH_ROUNDS ?? 20);
const seed = Number(process.env.CRASH_SEED ?? Date.now() % 1_000_000);
/** A lease is lost after ten seconds, a callback that a dead process held is let go after thirty. */
const DRAIN_MS = 120_000;

let deployment: Deployment;
let receiver: CallbackReceiver;
let expected: Record<Kind, Objects>;
let prober: Prober;
let report: RoundsReport;
let expectedEnds: Record<Kind, string>;

const pathOf = ({ hash }: Order): string => `/${hash}`;
const callbackUrlOf = (order: Order): string => `${receiver.url}${pathOf(order)}`;
const jobs = () => deployment.database.selectFrom('jobs').selectAll().orderBy('created_at').execute();
/** How a job ended, without what tells one asset from the other: its hash, in folders of the hash's beginning, and its key. */
const endOf = ({ status, results, error }: Pick<JobRow, 'status' | 'results' | 'error'>, hash: string): string =>
  JSON.stringify({ status, results, error })
    .replaceAll(hash, '{hash}')
    .replace(/\/..\/\{hash\}/g, '/{hash}')
    .replace(/"kid":"[0-9a-f]{32}"/, '"kid":"{kid}"');

const drain = () => untilFinished(deployment.database, DRAIN_MS);

/** The clear objects of a completed asset. */
async function openedObjects(hash: string): Promise<Objects> {
  const { database, media, config } = deployment;
  const objects = await visibleObjects(media, hash);
  const row = await database.selectFrom('content_keys').select('kid').where('asset_id', '=', hash).executeTakeFirst();
  if (row === undefined) return objects;
  const encryption = createKeyEncryption(new Map([['v1', config.ENCRYPTION_KEY]]));
  const key = await findContentKey(database, encryption, { assetId: hash, kid: row.kid });
  return key === null ? objects : opened(objects, key.key);
}

/** Seconds between its calls, by name. */
function stopwatch() {
  let sinceMs = performance.now();
  const seconds: Record<string, number> = {};
  const lap = (name: string): void => {
    seconds[name] = Math.round((performance.now() - sinceMs) / 1000);
    sinceMs = performance.now();
  };
  return Object.assign(lap, { seconds });
}

async function runUndisturbed(): Promise<void> {
  const kinds = [...goodKinds, 'broken'] as const;
  const orders = kinds.map((kind) => ({ kind, hash: `quiet-${kind}` }));
  for (const order of orders) await place(deployment.client, order, callbackUrlOf(order));
  await drain();
  const rows = await jobs();
  const entries = orders.map(async ({ kind, hash }) => {
    const ends = rows.filter((row) => row.hash === hash).map((row) => endOf(row, hash));
    return { kind, end: ends.join(), objects: await visibleObjects(deployment.media, hash) };
  });
  const all = await Promise.all(entries);
  expected = Object.fromEntries(all.map(({ kind, objects }) => [kind, objects])) as Record<Kind, Objects>;
  expectedEnds = Object.fromEntries(all.map(({ kind, end }) => [kind, end])) as Record<Kind, string>;
  for (const kind of goodKinds) expect(expectedEnds[kind]).toMatch(/^\{"status":"completed"/);
  expect(expectedEnds.broken).toMatch(/^\{"status":"failed"/);
}

beforeAll(
  async () => {
    const lap = stopwatch();
    process.stdout.write(`crash: ${rounds} rounds, CRASH_SEED=${seed}\n`);
    const { files, longBytes } = await makeSources();
    deployment = await startDeployment(longBytes);
    receiver = await startCallbackReceiver();
    for (const [key, file] of Object.entries(files)) await deployment.client.uploadSource(key, file);
    await runUndisturbed();
    prober = startProber(deployment.media, expected);
    lap('undisturbed');
    const random = createRandom(seed);
    report = await runRounds({ deployment, random, count: rounds, callbackUrlOf, onOrder: prober.watch });
    lap('struck');
    await drain();
    await prober.stop();
    lap('finished');
    process.stdout.write(
      `crash: ${JSON.stringify({ seconds: lap.seconds, struck: report.struck, looks: prober.looks })}\n`,
    );
  },
  60_000 + rounds * 10_000 + DRAIN_MS * 2,
);

let hasFailed = false;
afterEach(({ task }) => {
  hasFailed ||= task.result?.state === 'fail';
});
afterAll(async () => {
  await deployment?.remove(hasFailed || report === undefined);
  await receiver?.stop();
});

describe(`after ${rounds} rounds of SIGKILL`, () => {
  it.runIf(rounds >= 20)('a worker, the API and the database were struck during every type of job', () => {
    const types = goodKinds.map(typeOf).sort();
    for (const during of Object.values(report.struck)) expect(Object.keys(during).sort()).toEqual(types);
  });

  it('every order is one job, which ended as it would have undisturbed', async () => {
    const rows = await jobs();
    const wrong = report.orders.flatMap((order) => {
      const ofOrder = rows.filter(({ hash }) => hash === order.hash);
      const ends = ofOrder.map((job) => endOf(job, order.hash));
      // An order that is repeated after its job has failed is a new one.
      const isAsOften = order.kind === 'broken' ? ends.length > 0 : ends.length === 1;
      const isRight = isAsOften && ends.every((end) => end === expectedEnds[order.kind]);
      return isRight ? [] : [{ order, ends }];
    });
    expect(wrong).toEqual([]);
  });

  it('nothing half-made was ever visible, and everything is there in the end', async () => {
    expect(prober.faults).toEqual([]);
    expect(prober.looks.complete).toBe(report.orders.filter(({ kind }) => kind !== 'broken').length);
    const clear = await openedObjects('quiet-full');
    for (const { kind, hash } of report.orders) {
      const objects = await openedObjects(hash);
      const whole = kind === 'full' ? clear : expected[kind];
      expect([...objects.keys()].sort()).toEqual([...whole.keys()].sort());
      expect([hash, ...contentFaults(objects, whole, false), ...promiseFaults(objects, objects)]).toEqual([hash]);
    }
  });

  it('every end was told at least once, as it is, under one id, and none before it was', async () => {
    const key = MacKey.fromText(deployment.config.WEBHOOK_SECRET);
    for (const row of await jobs()) {
      const order = { kind: 'broken' as const, hash: row.hash };
      const calls = receiver.callsTo(pathOf(order)).filter(({ bytes }) => bodyOf(bytes).job_id === row.id);
      expect(calls.length, row.hash).toBeGreaterThan(0);
      expect(row.callback_status).toBe('sent');
      expect(new Set(calls.map(({ bytes }) => bytes.toString())).size).toBe(1);
      expect(new Set(calls.map(({ headers }) => headers['x-callback-id'])).size).toBe(1);
      for (const call of calls) {
        expect(verifyWebhook(nodeCrypto(), key, call.bytes, String(call.headers['x-signature']))).toBe(true);
        expect(bodyOf(call.bytes)).toMatchObject({ status: row.status, type: row.type, hash: row.hash });
        expect(bodyOf(call.bytes).results ?? null).toEqual(row.results);
        expect(performance.timeOrigin + call.atMs).toBeGreaterThan(row.updated_at.getTime() - 5);
      }
    }
    expect(await strangers()).toEqual([]);
  });

  it('no lock, no unfinished object and no key of a failed job is left', async () => {
    const { database, media } = deployment;
    await expect.poll(() => heldLocks(database)).toBe(0);
    const work: string[] = [];
    for await (const { key } of media.list('work/')) work.push(key);
    expect(work).toEqual([]);
    const keys = await database.selectFrom('content_keys').select('asset_id').execute();
    const encrypted = report.orders.filter(({ kind }) => kind === 'full').map(({ hash }) => hash);
    expect(keys.map((row) => row.asset_id).sort()).toEqual(['quiet-full', ...encrypted].sort());
  });

  it('no process ended by itself, no tool outlived its worker, and the workers’ scratch is empty', async () => {
    const { processes, config } = deployment;
    expect(Object.values(processes).flatMap(({ faults }) => faults)).toEqual([]);
    const scratch = join(config.DATA_DIR, 'scratch');
    expect(processesNaming(scratch)).toEqual([]);
    expect(await readdir(scratch)).toEqual([]);
    expect(await deployment.stopProcesses()).toEqual([0, 0, 0]);
    expect(processesNaming(`DATA_DIR=${config.DATA_DIR} `)).toEqual([]);
  });
});

const bodyOf = (bytes: Buffer) => JSON.parse(bytes.toString()) as JobView;

/** Calls for jobs that do not exist. */
async function strangers(): Promise<readonly ReceivedCall[]> {
  const rows = await jobs();
  const ids = new Set<string>(rows.map(({ id }) => id));
  const paths = new Set(rows.map(({ hash }) => `/${hash}`));
  return [...paths].flatMap((path) => receiver.callsTo(path)).filter(({ bytes }) => !ids.has(bodyOf(bytes).job_id));
}
