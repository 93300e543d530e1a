import { decodePercent, encodeBase64url } from '@sluice/access';
import {
  type EdgeAsset,
  type EdgeContentKey,
  type EdgeEmbed,
  EdgeEmbedQuery,
  type EdgeEntitlement,
  EdgeEntitlementQuery,
  EdgePlay,
  type EdgePlayCount,
  EdgeSeen,
} from '@sluice/contract';
import { unixSeconds } from '../../../ports/clock.ts';
import { type HttpRequest, jsonAnswer, noStore, type RouteHandler } from '../../../ports/http-exchange.ts';
import { findContentKey, isAssetId, type KeyEncryption, loadAsset } from '../../assets/index.ts';
import { countPlay, findStoredEmbedToken, type StoredEmbedToken } from '../embed/embed-store.ts';
import type { AskEntitlement } from '../entitlement/entitlement.ts';
import { readJson } from '../read-json.ts';
import { refusalError } from '../refusal-error.ts';
import { recordRenewal, recordSightings } from '../register/token-register.ts';
import type { Revoke } from '../revocations/create-revoke.ts';
import { type EdgeSyncDesk, edgeSyncHandler } from './edge-sync-handler.ts';

export interface EdgeOriginDesk extends EdgeSyncDesk {
  readonly keyEncryption: KeyEncryption;
  readonly askEntitlement: AskEntitlement;
  readonly revoke: Revoke;
}

const found = (value: EdgeAsset | EdgeContentKey | EdgeEmbed) => jsonAnswer(200, value, noStore);

/** Null for what no asset can be called. */
function assetIdOf({ id: rawId = '' }: HttpRequest['params']): string | null {
  const id = decodePercent(rawId);
  return id !== null && isAssetId(id) ? id : null;
}

const embedView = (row: StoredEmbedToken): EdgeEmbed => ({
  id: row.id,
  asset_id: row.asset_id,
  subject: row.subject,
  domains: row.domains,
  ips: row.ips,
  expires_at: row.expires_seconds,
  max_plays: row.max_plays,
  plays: row.plays,
  is_active: row.is_active,
  created_at: row.created_seconds,
});

/** Handlers of what edges without a database ask their origin. The edges run the gate; who asks here is trusted. */
export function edgeOriginHandlers(desk: EdgeOriginDesk) {
  const { database, clock, keyEncryption } = desk;

  const readEdgeAsset: RouteHandler = async ({ params }) => {
    const id = assetIdOf(params);
    const asset = id === null ? null : await loadAsset(database, id);
    if (asset === null) throw refusalError('not_found');
    return found({
      id: asset.id,
      access: asset.access,
      presentation: asset.presentation,
      content_kid: asset.contentKid,
      ...(asset.isLive ? { is_live: true } : {}),
      created_at: asset.createdAt.toISOString(),
      updated_at: asset.updatedAt.toISOString(),
    });
  };

  const readEdgeContentKey: RouteHandler = async ({ params }) => {
    const [assetId, kid] = [assetIdOf(params), params.kid ?? ''];
    const isName = assetId !== null && /^[0-9a-f]{32}$/.test(kid);
    const key = isName ? await findContentKey(database, keyEncryption, { assetId, kid }) : null;
    if (key === null) throw refusalError('not_found');
    return found({ kid: key.kid, key: encodeBase64url(key.key) });
  };

  const findEdgeEmbed: RouteHandler = async ({ bodyBytes }) => {
    const row = await findStoredEmbedToken(database, readJson(EdgeEmbedQuery, bodyBytes).token_hash);
    if (row === undefined) throw refusalError('not_found');
    return found(embedView(row));
  };

  const countEdgePlay: RouteHandler = async ({ bodyBytes }) => {
    const { embed_id } = readJson(EdgePlay, bodyBytes);
    const answer: EdgePlayCount = { counted: await countPlay(database, embed_id, unixSeconds(clock)) };
    return jsonAnswer(200, answer, noStore);
  };

  const noteEdgeSeen: RouteHandler = async ({ bodyBytes }) => {
    const { sightings, renewals } = readJson(EdgeSeen, bodyBytes);
    const seen = sightings.map(({ token_id, at, networks }) => ({ tokenId: token_id, atSeconds: at, networks }));
    if (seen.length > 0) await recordSightings(database, seen);
    for (const { token_id: id, kid, not_before, expires } of renewals) {
      await recordRenewal(database, { id, kid, not_before_seconds: not_before, expires_seconds: expires });
    }
    return { status: 204, headers: noStore, body: { kind: 'empty' } };
  };

  const askEntitlementForEdge: RouteHandler = async ({ bodyBytes }) => {
    const { subject, asset_id: assetId, token_id: tokenId } = readJson(EdgeEntitlementQuery, bodyBytes);
    const entitlement = await desk.askEntitlement({ subject, assetId, tokenId, action: 'renew' });
    if (entitlement === 'not_entitled') {
      await desk.revoke({ type: 'token', value: tokenId, before: null, reason: 'not entitled any more' });
    }
    const answer: EdgeEntitlement = { entitlement };
    return jsonAnswer(200, answer, noStore);
  };

  const syncEdge = edgeSyncHandler(desk);
  return {
    syncEdge,
    readEdgeAsset,
    readEdgeContentKey,
    findEdgeEmbed,
    countEdgePlay,
    noteEdgeSeen,
    askEntitlementForEdge,
  };
}
