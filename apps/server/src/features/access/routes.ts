import type { KeyRing, SyncCrypto } from '@sluice/access';
import { IssueTokenBody } from '@sluice/contract';
import { Value } from 'typebox/value';
import type { Clock } from '../../ports/clock.ts';
import type { Database } from '../../ports/database.ts';
import { jsonAnswer, type RouteHandler } from '../../ports/http-exchange.ts';
import { SluiceError } from '../../ports/sluice-error.ts';
import { loadAsset } from '../assets/index.ts';
import { issuePlaybackToken } from './issue-playback-token.ts';

export interface TokenDesk {
  readonly database: Database;
  readonly crypto: SyncCrypto;
  readonly ring: () => KeyRing | null;
  readonly clock: Clock;
  readonly publicUrl: () => string;
}

const invalid = (detail: string): SluiceError =>
  new SluiceError('access/invalid-request', { status: 422, message: `The request cannot be read: ${detail}` });

function parseBody(bytes: Uint8Array): IssueTokenBody {
  let body: unknown;
  try {
    body = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    throw invalid('the body is not JSON.');
  }
  if (Value.Check(IssueTokenBody, body)) return body;
  const [first] = Value.Errors(IssueTokenBody, body);
  throw invalid(first === undefined ? 'it has another form.' : `${first.instancePath || 'the body'} ${first.message}.`);
}

/** Handler of token issue. Reads the asset itself, not a cached copy: a film that was just finished has its token at once. */
export function tokenHandlers(desk: TokenDesk) {
  const issue: RouteHandler = async ({ bodyBytes }) => {
    const body = parseBody(bodyBytes);
    const asset = await loadAsset(desk.database, body.asset_id);
    const token = issuePlaybackToken(asset, body, {
      crypto: desk.crypto,
      ring: desk.ring(),
      nowSeconds: Math.floor(desk.clock.nowMs() / 1000),
      publicUrl: desk.publicUrl(),
    });
    return jsonAnswer(201, token, { 'cache-control': 'no-store' });
  };
  return { issuePlaybackToken: issue };
}
