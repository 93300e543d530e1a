import type { Grant, RevocationSet } from '@sluice/access';
import type { PlaybackTokenState } from '@sluice/contract';
import { type Clock, unixSeconds } from '../../../ports/clock.ts';
import type { Database } from '../../../ports/database.ts';
import { type HttpRequest, jsonAnswer, noStore, type RouteHandler } from '../../../ports/http-exchange.ts';
import { SluiceError } from '../../../ports/sluice-error.ts';
import { isAssetId, loadAsset } from '../../assets/index.ts';
import { ownerOfNew, requireGrant, requireOwnership } from '../../identity/index.ts';
import { loadEmbedTokens, updateEmbedToken } from '../embed/embed-store.ts';
import { invalidRequest } from '../read-json.ts';
import { readParameter } from '../read-query.ts';
import type { Revoke } from '../revocations/create-revoke.ts';
import type { RevocationFeed } from '../revocations/revocation-feed.ts';
import { parseRevocation } from '../revocations/revocation-order.ts';
import { insertRevocation } from '../revocations/revocation-store.ts';
import { describeEmbedToken, describeToken } from './introspect.ts';
import { type IssuedQuery, listIssued } from './list-issued.ts';
import { formatTokenCursor, parseTokenCursor } from './token-cursor.ts';
import { loadTokens } from './token-register.ts';
import type { TokenSightings } from './token-sightings.ts';

export interface RegisterDesk {
  readonly database: Database;
  readonly clock: Clock;
  readonly revocations: RevocationSet;
  readonly sightings: TokenSightings;
  readonly feed: RevocationFeed;
  readonly revoke: Revoke;
}

const noContent = { status: 204, headers: noStore, body: { kind: 'empty' } } as const;

const notFound = () =>
  new SluiceError('access/token-not-found', { status: 404, message: 'No token was issued under this id.' });

function queryOf(grant: Grant, { rawTarget }: HttpRequest): IssuedQuery {
  const cursor = readParameter(rawTarget, 'cursor');
  const after = cursor === null ? null : parseTokenCursor(cursor);
  if (cursor !== null && after === null) throw invalidRequest('cursor is no next_cursor of this list.');
  const [assetId, subject] = [readParameter(rawTarget, 'asset_id'), readParameter(rawTarget, 'subject')];
  if (assetId !== null && !isAssetId(assetId)) throw invalidRequest('asset_id is no id of an asset.');
  if (subject !== null && !/^[^\0]{1,128}$/s.test(subject)) throw invalidRequest('subject has 1 to 128 characters.');
  return { ownerId: ownerOfNew(grant), assetId, subject, after };
}

/** Handlers of what was issued: the list, one token, and its end. A user has the tokens for their assets. */
export function registerHandlers(desk: RegisterDesk) {
  const { database, sightings, revocations } = desk;

  async function describe(ids: readonly string[]): Promise<readonly PlaybackTokenState[]> {
    if (ids.length === 0) return [];
    const tokens = await loadTokens(database, ids);
    const embeds = tokens.length === ids.length ? [] : await loadEmbedTokens(database, ids);
    const states = new Map([
      ...tokens.map((row) => [row.id, describeToken(row, sightings.pending(row.id), revocations)] as const),
      ...embeds.map((row) => [row.id, describeEmbedToken(row, sightings.pending(row.id), revocations)] as const),
    ]);
    return ids.flatMap((id) => states.get(id) ?? []);
  }

  /** What was issued for an asset that had the name before is nobody's any more, as in the list. */
  async function requireOwnToken(grant: Grant, { asset_id: assetId, issued_at: issuedAt }: PlaybackTokenState) {
    if (ownerOfNew(grant) === null) return;
    const asset = await loadAsset(database, assetId);
    if (asset === null || issuedAt < Math.floor(asset.createdAt.getTime() / 1000)) throw notFound();
    requireOwnership(grant, asset.ownerId, desk.clock);
  }

  async function findOwn({ params }: HttpRequest, grant: Grant): Promise<PlaybackTokenState | undefined> {
    const [state] = await describe([params.id ?? '']);
    if (state !== undefined) await requireOwnToken(grant, state);
    return state;
  }

  /** Such a token may live longer than a revocation is remembered: its record says so itself. */
  async function switchOff(id: string): Promise<void> {
    await database.transaction().execute(async (transaction) => {
      await updateEmbedToken(transaction, id, { is_active: false });
      const order = { type: 'embed', value: id, before: null, reason: null } as const;
      await insertRevocation(transaction, order, unixSeconds(desk.clock));
    });
    await desk.feed.refresh();
  }

  const listPlaybackTokens: RouteHandler = async (request) => {
    const { ids, next } = await listIssued(database, queryOf(requireGrant(request), request));
    const tokens = await describe(ids);
    return jsonAnswer(200, { tokens, next_cursor: next === null ? null : formatTokenCursor(next) }, noStore);
  };
  const getPlaybackToken: RouteHandler = async (request) => {
    const state = await findOwn(request, requireGrant(request));
    if (state === undefined) throw notFound();
    return jsonAnswer(200, state, noStore);
  };
  const revokePlaybackToken: RouteHandler = async (request) => {
    const grant = requireGrant(request);
    const id = request.params.id ?? '';
    const order = parseRevocation({ type: 'token', value: id }, unixSeconds(desk.clock));
    if (typeof order === 'string') throw invalidRequest(order);
    const state = await findOwn(request, grant);
    // The operator may take back what another issuer signed with a key of this deployment.
    if (state === undefined && ownerOfNew(grant) !== null) throw notFound();
    if (state?.kind === 'opaque') await switchOff(id);
    else await desk.revoke(order);
    return noContent;
  };
  return { listPlaybackTokens, getPlaybackToken, revokePlaybackToken };
}
