import { RevocationBody } from '@sluice/contract';
import { type Clock, unixSeconds } from '../../../ports/clock.ts';
import type { Database } from '../../../ports/database.ts';
import { jsonAnswer, noStore, type RouteHandler } from '../../../ports/http-exchange.ts';
import { SluiceError } from '../../../ports/sluice-error.ts';
import { heldAnswer } from '../held-answer.ts';
import { invalidRequest, readJson } from '../read-json.ts';
import { readCount } from '../read-query.ts';
import type { Revoke } from './create-revoke.ts';
import type { RevocationFeed } from './revocation-feed.ts';
import { parseRevocation, type RevocationOrder } from './revocation-order.ts';
import { removeRevocation } from './revocation-store.ts';
import { readFeed, viewOf } from './revocation-view.ts';

export interface RevocationDesk {
  readonly database: Database;
  readonly clock: Clock;
  readonly feed: RevocationFeed;
  readonly revoke: Revoke;
}

const noContent = { status: 204, headers: noStore, body: { kind: 'empty' } } as const;

/** Handlers of edge access §12 and §19. */
export function revocationHandlers(desk: RevocationDesk) {
  const { database, clock, feed, revoke } = desk;

  function order(body: RevocationBody): RevocationOrder {
    const parsed = parseRevocation(body, unixSeconds(clock));
    if (typeof parsed === 'string') throw invalidRequest(parsed);
    return parsed;
  }

  const createRevocation: RouteHandler = async ({ bodyBytes }) => {
    const { row, isNew } = await revoke(order(readJson(RevocationBody, bodyBytes)));
    return jsonAnswer(isNew ? 201 : 200, viewOf(row), noStore);
  };
  const readRevocations: RouteHandler = async ({ rawTarget }) => {
    const since = readCount(rawTarget, 'since', Number.MAX_SAFE_INTEGER);
    const answer = await heldAnswer({
      read: () => readFeed(database, since),
      isNews: ({ snapshot, entries }) => snapshot || entries.length > 0,
      feeds: [feed],
      waitMs: (readCount(rawTarget, 'wait', 30) ?? 0) * 1000,
      isOver: feed.isStopped,
    });
    return jsonAnswer(200, answer, noStore);
  };
  const deleteRevocation: RouteHandler = async ({ params }) => {
    if (!(await removeRevocation(database, params.id ?? ''))) {
      throw new SluiceError('access/revocation-not-found', { status: 404, message: 'No such revocation stands.' });
    }
    await feed.refresh();
    return noContent;
  };
  return { createRevocation, readRevocations, deleteRevocation };
}
