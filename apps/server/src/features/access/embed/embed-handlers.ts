import { formatEmbedPath } from '@sluice/access';
import { EmbedTokenBody, EmbedTokenPatch, type EmbedTokenView } from '@sluice/contract';
import { type Clock, unixSeconds } from '../../../ports/clock.ts';
import type { Database } from '../../../ports/database.ts';
import { jsonAnswer, noStore, type RouteHandler } from '../../../ports/http-exchange.ts';
import { SluiceError } from '../../../ports/sluice-error.ts';
import { loadAsset } from '../../assets/index.ts';
import { issueError } from '../issue/issue-error.ts';
import { playbackUrls } from '../issue/playback-urls.ts';
import type { TokenSigner } from '../issue/sign-grant.ts';
import { invalidRequest, readJson } from '../read-json.ts';
import { readParameter } from '../read-query.ts';
import type { RevocationFeed } from '../revocations/revocation-feed.ts';
import { insertRevocation, removeRevocationsOf } from '../revocations/revocation-store.ts';
import { checkEmbedChildren, checkEmbedRules, createEmbedToken } from './create-embed-token.ts';
import {
  deleteEmbedToken,
  type EmbedChanges,
  listEmbedTokens,
  type StoredEmbedToken,
  updateEmbedToken,
} from './embed-store.ts';

export interface EmbedDesk {
  readonly database: Database;
  readonly signer: TokenSigner;
  readonly clock: Clock;
  readonly feed: RevocationFeed;
  readonly publicUrl: () => string;
}

const viewOf = (row: StoredEmbedToken): EmbedTokenView => ({
  id: row.id,
  prefix: row.prefix,
  asset_id: row.asset_id,
  subject: row.subject,
  label: row.label,
  domains: row.domains,
  ips: row.ips,
  expires_at: row.expires_seconds,
  max_plays: row.max_plays,
  plays: row.plays,
  is_active: row.is_active,
  created_at: row.created_seconds,
  last_used_at: row.last_used_seconds,
});

const changesOf = ({ expires_at, is_active, domains, ips, max_plays, label }: EmbedTokenPatch): EmbedChanges => ({
  ...(is_active === undefined ? {} : { is_active }),
  ...(domains === undefined ? {} : { domains }),
  ...(ips === undefined ? {} : { ips }),
  ...(max_plays === undefined ? {} : { max_plays }),
  ...(label === undefined ? {} : { label }),
  ...(expires_at === undefined ? {} : { expires_seconds: expires_at }),
});

const takenBack = (id: string) => ({ type: 'embed', value: id, before: null, reason: null }) as const;

/** Handlers of embed tokens, edge access §6 and §19. What was made from a token ends with it, through the feed. */
export function embedHandlers({ database, signer, clock, feed, publicUrl }: EmbedDesk) {
  const nowSeconds = (): number => unixSeconds(clock);

  const create: RouteHandler = async ({ bodyBytes }) => {
    const body = readJson(EmbedTokenBody, bodyBytes);
    if ((await loadAsset(database, body.asset_id)) === null) throw issueError('asset_not_found');
    const { row, token } = await createEmbedToken(database, signer, body, nowSeconds());
    return jsonAnswer(
      201,
      {
        ...viewOf(row),
        token,
        urls: playbackUrls(publicUrl(), row.asset_id, token, 'query', 'query'),
        embed_url: publicUrl() + formatEmbedPath(token),
      },
      noStore,
    );
  };
  const list: RouteHandler = async ({ rawTarget }) => {
    const assetId = readParameter(rawTarget, 'asset_id');
    const { rows, next } = await listEmbedTokens(database, { assetId, after: readParameter(rawTarget, 'cursor') });
    return jsonAnswer(200, { embed_tokens: rows.map(viewOf), next_cursor: next }, noStore);
  };
  const change: RouteHandler = async ({ params, bodyBytes }) => {
    const id = params.id ?? '';
    const patch = readJson(EmbedTokenPatch, bodyBytes);
    checkEmbedRules(patch);
    const row = await database.transaction().execute(async (transaction) => {
      const changed = await updateEmbedToken(transaction, id, changesOf(patch));
      if (changed !== undefined) checkEmbedChildren(changed, nowSeconds(), signer);
      if (changed !== undefined && patch.is_active === false) {
        await insertRevocation(transaction, takenBack(id), nowSeconds());
      }
      if (changed !== undefined && patch.is_active === true) await removeRevocationsOf(transaction, 'embed', id);
      return changed;
    });
    if (row === undefined) {
      throw new SluiceError('access/embed-token-not-found', { status: 404, message: 'There is no such embed token.' });
    }
    await feed.refresh();
    return jsonAnswer(200, viewOf(row), noStore);
  };
  const remove: RouteHandler = async ({ params }) => {
    const id = params.id ?? '';
    if (!/^et_[A-Za-z0-9_-]{1,61}$/.test(id)) throw invalidRequest('this is no id of an embed token.');
    await database.transaction().execute(async (transaction) => {
      if (await deleteEmbedToken(transaction, id)) await insertRevocation(transaction, takenBack(id), nowSeconds());
    });
    await feed.refresh();
    return { status: 204, headers: noStore, body: { kind: 'empty' } };
  };
  return {
    createEmbedToken: create,
    listEmbedTokens: list,
    changeEmbedToken: change,
    deleteEmbedToken: remove,
  };
}
