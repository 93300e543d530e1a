import { sql } from 'kysely';
import type { Database } from '../../../ports/database.ts';
import type { QueuedTasks, TaskState } from '../../../ports/job-queue.ts';
import { lostQueueOf, queueOf } from './queue-settings.ts';

const queues = ['critical', 'default', 'video:large'] as const;
type Counts = Record<TaskState, number>;

/** An entry waits until its time has come; one that failed is given up. Cancelled ones are nobody's tasks. */
const stateOf = sql<Exclude<TaskState, 'size'> | null>`case state::text
  when 'created' then case when start_after > now() then 'scheduled' else 'pending' end
  when 'retry' then 'retry'
  when 'active' then 'active'
  when 'completed' then 'completed'
  when 'failed' then 'archived' end`;

const noTasks = (): Counts => ({
  ...{ size: 0, pending: 0, active: 0, scheduled: 0 },
  ...{ retry: 0, archived: 0, completed: 0, aggregating: 0 },
});

/** Work that its workers were lost over counts as given up in its own pool, and once more while somebody tells so. */
async function countEntries(database: Database) {
  const names = [queueOf('default'), lostQueueOf('default'), queueOf('large'), lostQueueOf('large')];
  const { rows } = await sql<{ queue: (typeof queues)[number]; state: TaskState | null; tasks: number }>`
    select
      case when name in (${names[2]}, ${names[3]}) then 'video:large'
           when priority > 0 then 'critical' else 'default' end as queue,
      ${stateOf} as state,
      count(*) as tasks
    from pgboss.job
    where name in (${sql.join(names)})
    group by 1, 2`.execute(database);
  return rows;
}

/** The tasks of every pool in every state; urgent work counts as a queue of its own (Vylux contract §17). */
export async function countTasks(database: Database): Promise<readonly QueuedTasks[]> {
  const counts = new Map(queues.map((queue) => [queue, noTasks()]));
  for (const { queue, state, tasks } of await countEntries(database)) {
    const of = counts.get(queue);
    if (of === undefined || state === null) continue;
    of[state] += tasks;
    if (state !== 'completed') of.size += tasks;
  }
  return [...counts].flatMap(([queue, of]) =>
    Object.entries(of).map(([state, tasks]) => ({ queue, state: state as TaskState, tasks })),
  );
}
