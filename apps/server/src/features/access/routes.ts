import type { KeyRing, SyncCrypto } from '@sluice/access';
import { IssueTokenBody } from '@sluice/contract';
import type { Clock } from '../../ports/clock.ts';
import type { Database } from '../../ports/database.ts';
import { jsonAnswer, type RouteHandler } from '../../ports/http-exchange.ts';
import { loadAsset } from '../assets/index.ts';
import { issuePlaybackToken } from './issue-playback-token.ts';
import { readJson } from './read-json.ts';
import { loadIssueFloor } from './revocations/revocation-store.ts';

export interface TokenDesk {
  readonly database: Database;
  readonly crypto: SyncCrypto;
  readonly ring: () => KeyRing | null;
  readonly clock: Clock;
  readonly publicUrl: () => string;
}

/** Handler of token issue. Reads the asset itself, not a cached copy: a film that was just finished has its token at once. */
export function tokenHandlers(desk: TokenDesk) {
  const issue: RouteHandler = async ({ bodyBytes }) => {
    const body = readJson(IssueTokenBody, bodyBytes);
    const asset = await loadAsset(desk.database, body.asset_id);
    const token = issuePlaybackToken(asset, body, {
      crypto: desk.crypto,
      ring: desk.ring(),
      nowSeconds: Math.floor(desk.clock.nowMs() / 1000),
      issueFloorSeconds: await loadIssueFloor(desk.database, body.asset_id, body.subject ?? null),
      publicUrl: desk.publicUrl(),
    });
    return jsonAnswer(201, token, { 'cache-control': 'no-store' });
  };
  return { issuePlaybackToken: issue };
}
