import type { Database } from '../../../ports/database.ts';

/** An edge that was not heard of for so long is not waited for (edge access §18 knows no end of an edge). */
const SEEN_MS = 60_000;
/** Nor is a name kept that nobody has used for a day. */
const KEPT_MS = 86_400_000;

/** Notes that an edge asked, and which key set it holds. */
export async function noteEdgeNode(
  database: Database,
  name: string,
  keySetVersion: string | null,
  nowMs: number,
): Promise<void> {
  const node = { key_set_version: keySetVersion, seen_at: new Date(nowMs) };
  await database
    .insertInto('edge_nodes')
    .values({ name, ...node })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(node))
    .execute();
}

/** How many of the edges that are alive hold another key set than `version`. */
export async function countEdgesBehind(database: Database, version: string, nowMs: number): Promise<number> {
  await database
    .deleteFrom('edge_nodes')
    .where('seen_at', '<', new Date(nowMs - KEPT_MS))
    .execute();
  const { behind } = await database
    .selectFrom('edge_nodes')
    .select((e) => e.fn.countAll<number>().as('behind'))
    .where('seen_at', '>=', new Date(nowMs - SEEN_MS))
    .where((e) => e.or([e('key_set_version', 'is', null), e('key_set_version', '!=', version)]))
    .executeTakeFirstOrThrow();
  return Number(behind);
}
