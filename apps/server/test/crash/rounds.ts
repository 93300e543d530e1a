import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../misuse/fuzz/random.ts';
import type { Deployment, Victim } from './deployment.ts';
import { type GoodKind, goodKinds, type Order, place, typeOf } from './orders.ts';
import { isLastTryRunning, runningJobs } from './queue-state.ts';

export interface RoundsOptions {
  readonly deployment: Deployment;
  readonly random: Random;
  readonly count: number;
  readonly callbackUrlOf: (order: Order) => string;
  readonly onOrder: (order: Order) => void;
}

const targets = ['worker', 'worker', 'api', 'database'] as const;
type Target = (typeof targets)[number];

/** By target, how often it was struck while a job of each type was under way. */
export type Struck = Record<Target, Record<string, number>>;

export interface RoundsReport {
  readonly orders: readonly Order[];
  readonly struck: Struck;
}

/** What a round strikes, and which job is to be under way then. */
interface Aim {
  readonly target: Target;
  readonly kind: GoodKind;
}

/** A source that is no film is ordered in every so many rounds. */
const BROKEN_EVERY = 4;
/** The longest that a round waits for its moment before it orders another job of its kind. */
const AIM_MS = 3000;
const LOOK_MS = 5;

/**
 * Each round orders one job of every type and strikes while the one that it aims at is under way; the next round begins
 * while the work of the earlier ones goes on. Twenty rounds strike everything during every type of job. Resolves when
 * everything is ordered and everybody is back.
 */
export async function runRounds(options: RoundsOptions): Promise<RoundsReport> {
  const { deployment, random, count, callbackUrlOf, onOrder } = options;
  const struck: Struck = { worker: {}, api: {}, database: {} };
  const orders: Order[] = [];
  const pending: Promise<void>[] = [];
  const returning = new Map<Victim, Promise<void>>();

  function order(kind: Order['kind'], name: string): void {
    const one = { kind, hash: `${kind}-${name}` };
    orders.push(one);
    onOrder(one);
    pending.push(laterThrown(place(deployment.client, one, callbackUrlOf(one))));
  }

  async function strike({ target, kind }: Aim, round: number): Promise<void> {
    // Whoever was struck before and is not back yet has no work to be met at.
    if (target !== 'worker') await returning.get(target);
    const delayMs = kind === 'thumbnail' ? 0 : random.below(150);
    let met = await meet(deployment, kind, delayMs);
    for (let more = 1; met.length === 0; more++) {
      order(kind, `${round}-${more}`);
      met = await meet(deployment, kind, delayMs);
    }
    const victim = target === 'worker' ? (met[0]?.worker ?? 'worker 1') : target;
    await returning.get(victim);
    for (const type of new Set(met.map((job) => job.type))) struck[target][type] = (struck[target][type] ?? 0) + 1;
    returning.set(victim, laterThrown(deployment.strike(victim, random.below(500))));
  }

  let aims: Aim[] = [];
  for (let round = 1; round <= count; round++) {
    for (const kind of goodKinds) order(kind, `${round}`);
    if (round % BROKEN_EVERY === 0) order('broken', `${round}`);
    if (aims.length === 0) aims = targets.flatMap((target) => goodKinds.map((kind) => ({ target, kind })));
    const aim = random.pick(aims);
    aims.splice(aims.indexOf(aim), 1);
    await strike(aim, round);
    await sleep(random.below(300));
  }
  await Promise.all([...pending, ...returning.values()]);
  return { orders, struck };
}

/** A failure waits until somebody awaits it. */
function laterThrown<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  return work;
}

/** A job that a living worker has. */
interface MetJob {
  readonly type: string;
  readonly worker: 'worker 1' | 'worker 2';
}

/** The jobs that are under way `delayMs` after one of this kind was met, that one first; empty when none is met. */
async function meet(deployment: Deployment, kind: GoodKind, delayMs: number): Promise<readonly MetJob[]> {
  const type = typeOf(kind);
  const look = async (): Promise<readonly MetJob[]> => {
    const met = await jobsUnderWay(deployment).catch(() => []);
    const aimedAt = met.filter((job) => job.type === type);
    // A job may be lost with its worker three times; nobody promises that it survives a fourth.
    const isSpared = aimedAt.length === 0 || (await isLastTryRunning(deployment.database).catch(() => true));
    return isSpared ? [] : [...aimedAt, ...met.filter((job) => job.type !== type)];
  };
  const deadlineMs = Date.now() + AIM_MS;
  while (Date.now() < deadlineMs) {
    if ((await look()).length > 0) {
      await sleep(delayMs);
      const met = await look();
      if (met.length > 0) return met;
    }
    await sleep(LOOK_MS);
  }
  return [];
}

/** A job without a scratch folder is done in a moment, or its worker is dead. */
const MOMENT_MS = 300;

/** Who has a job is told by its scratch folder; what has none, a thumbnail, may be with either worker. */
async function jobsUnderWay({ database, config, processes }: Deployment): Promise<readonly MetJob[]> {
  const workers = ['worker 1', 'worker 2'] as const;
  const running = await runningJobs(database);
  const folders = await readdir(join(config.DATA_DIR, 'scratch'));
  return running.flatMap(({ id, type, updatedAt }) => {
    const owner = workers.find((name) => {
      const { pid } = processes[name];
      return folders.some((folder) => folder.startsWith(`job-${id}.`) && folder.includes(`.${pid}.`));
    });
    const isFresh = type === typeOf('thumbnail') && Date.now() - updatedAt.getTime() < MOMENT_MS;
    return owner === undefined && !isFresh ? [] : [{ type, worker: owner ?? 'worker 1' }];
  });
}
