import { type RevocationFeed as FeedAnswer, RevocationBody, type RevocationView } from '@sluice/contract';
import { type Clock, unixSeconds } from '../../../ports/clock.ts';
import type { Database } from '../../../ports/database.ts';
import { jsonAnswer, type RouteHandler } from '../../../ports/http-exchange.ts';
import { SluiceError } from '../../../ports/sluice-error.ts';
import { invalidRequest, readJson } from '../read-json.ts';
import { readCount } from '../read-query.ts';
import type { Revoke } from './create-revoke.ts';
import type { RevocationFeed } from './revocation-feed.ts';
import { parseRevocation, type RevocationOrder } from './revocation-order.ts';
import { loadRevocations, orderedChanges, removeRevocation, type StoredRevocation } from './revocation-store.ts';

export interface RevocationDesk {
  readonly database: Database;
  readonly clock: Clock;
  readonly feed: RevocationFeed;
  readonly revoke: Revoke;
}

const noStore = { 'cache-control': 'no-store' };
const noContent = { status: 204, headers: noStore, body: { kind: 'empty' } } as const;

/** A revocation as the API shows it. */
const viewOf = (row: StoredRevocation): RevocationView => ({
  id: row.id,
  seq: row.seq,
  type: row.type,
  value: row.value,
  before: row.before_seconds,
  expires_at: row.expires_seconds,
  reason: row.reason,
  created_at: row.created_seconds,
});

/** Handlers of edge access §12 and §19. */
export function revocationHandlers(desk: RevocationDesk) {
  const { database, clock, feed, revoke } = desk;

  function order(body: RevocationBody): RevocationOrder {
    const parsed = parseRevocation(body, unixSeconds(clock));
    if (typeof parsed === 'string') throw invalidRequest(parsed);
    return parsed;
  }

  async function readFeed(since: number | null): Promise<FeedAnswer> {
    const { isSnapshot, throughSeq, standing, removed } = await loadRevocations(database, since);
    const entries = orderedChanges(standing, removed).map(({ row, seq, isEnd }) =>
      isEnd ? ({ id: row.id, seq, removed: true } as const) : viewOf(row),
    );
    return { entries, next_seq: throughSeq, snapshot: isSnapshot };
  }

  /** Resolves at the next look at the feed, or when `waitMs` are over. */
  function nextLook(waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        stopListening();
        resolve();
      };
      const timer = setTimeout(end, waitMs);
      const stopListening = feed.onLook(end);
    });
  }

  const createRevocation: RouteHandler = async ({ bodyBytes }) => {
    const { row, isNew } = await revoke(order(readJson(RevocationBody, bodyBytes)));
    return jsonAnswer(isNew ? 201 : 200, viewOf(row), noStore);
  };
  const readRevocations: RouteHandler = async ({ rawTarget }) => {
    const since = readCount(rawTarget, 'since', Number.MAX_SAFE_INTEGER);
    const waitUntilMs = clock.nowMs() + (readCount(rawTarget, 'wait', 30) ?? 0) * 1000;
    let answer = await readFeed(since);
    while (!answer.snapshot && answer.entries.length === 0 && clock.nowMs() < waitUntilMs && !feed.isStopped()) {
      await nextLook(waitUntilMs - clock.nowMs());
      answer = await readFeed(since);
    }
    return jsonAnswer(200, answer, noStore);
  };
  const deleteRevocation: RouteHandler = async ({ params }) => {
    if (!(await removeRevocation(database, params.id ?? ''))) {
      throw new SluiceError('access/revocation-not-found', { status: 404, message: 'No such revocation stands.' });
    }
    await feed.refresh();
    return noContent;
  };
  const revokePlaybackToken: RouteHandler = async ({ params }) => {
    await revoke(order({ type: 'token', value: params.id ?? '' }));
    return noContent;
  };
  return { createRevocation, readRevocations, deleteRevocation, revokePlaybackToken };
}
