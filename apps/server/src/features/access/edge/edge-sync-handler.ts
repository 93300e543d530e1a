import type { EdgeSync } from '@sluice/contract';
import type { Clock } from '../../../ports/clock.ts';
import type { Database } from '../../../ports/database.ts';
import { jsonAnswer, noStore, type RouteHandler } from '../../../ports/http-exchange.ts';
import { heldAnswer } from '../held-answer.ts';
import type { KeyRingFeed } from '../keys/key-ring-feed.ts';
import { invalidRequest } from '../read-json.ts';
import { readCount, readParameter } from '../read-query.ts';
import { refusalError } from '../refusal-error.ts';
import type { RevocationFeed } from '../revocations/revocation-feed.ts';
import { readFeed } from '../revocations/revocation-view.ts';
import { edgeKeySet } from './edge-key-set.ts';
import { noteEdgeNode } from './edge-node-store.ts';

export interface EdgeSyncDesk {
  readonly database: Database;
  readonly clock: Clock;
  readonly feed: RevocationFeed;
  readonly ringFeed: KeyRingFeed;
}

/** The longest that an edge may wait, seconds. */
const MAX_WAIT_SECONDS = 30;

function readName(rawTarget: string, name: 'node' | 'keys'): string | null {
  const value = readParameter(rawTarget, name);
  if (value !== null && !/^[A-Za-z0-9._:-]{1,128}$/.test(value)) throw invalidRequest(`${name} is no name.`);
  return value;
}

/** Handler of `GET /v1/edge/sync`: one held connection for all that an edge follows (edge access §12.2, §18). */
export function edgeSyncHandler({ database, clock, feed, ringFeed }: EdgeSyncDesk): RouteHandler {
  async function readSync(since: number | null, heldVersion: string | null): Promise<EdgeSync> {
    const ring = ringFeed.current();
    if (ring === null) throw refusalError('edge_stale');
    const keyset = edgeKeySet(ring);
    return {
      revocations: await readFeed(database, since),
      keyset: keyset.version === heldVersion ? null : keyset,
    };
  }

  return async ({ rawTarget }) => {
    const since = readCount(rawTarget, 'since', Number.MAX_SAFE_INTEGER);
    const heldVersion = readName(rawTarget, 'keys');
    const waitSeconds = readCount(rawTarget, 'wait', MAX_WAIT_SECONDS) ?? 0;
    const node = readName(rawTarget, 'node');
    if (node !== null) await noteEdgeNode(database, node, heldVersion, clock.nowMs());
    const answer = await heldAnswer({
      read: () => readSync(since, heldVersion),
      isNews: ({ revocations, keyset }) => keyset !== null || revocations.snapshot || revocations.entries.length > 0,
      feeds: [feed, ringFeed],
      waitMs: waitSeconds * 1000,
      isOver: feed.isStopped,
    });
    return jsonAnswer(200, answer, noStore);
  };
}
