import { randomUUID } from 'node:crypto';
import {
  decide,
  type Grant,
  parsePath,
  parsePathPattern,
  parseVideoJwt,
  type RevocationSet,
  type SyncCrypto,
  unbound,
  verifyVideoJwt,
} from '@sluice/access';
import { queryOf } from '../../../platform/video-api/read-page.ts';
import { videoErrors } from '../../../platform/video-api/video-error.ts';
import { requireVideoId } from '../../../platform/video-api/video-id.ts';
import { type Clock, unixSeconds } from '../../../ports/clock.ts';
import type { Database } from '../../../ports/database.ts';
import type { RouteHandler } from '../../../ports/http-exchange.ts';
import { findVideoKey, type GateParts, pathTokenPrefix, signChild } from '../../access/index.ts';
import { findPlayedStream } from './find-played-stream.ts';

export interface LivePlaybackParts extends Pick<GateParts, 'ring'> {
  readonly database: Database;
  readonly crypto: SyncCrypto;
  readonly revocations: RevocationSet;
  readonly clock: Clock;
}

const AUDIENCE = 'v';
const facts = { clientAddress: null, origin: null, referer: null, userAgent: null } as const;

/** What a JWT for a playback id opens of the asset that it plays now (Mux contract §7.3). */
async function readGrant(
  { database, crypto, revocations, clock }: LivePlaybackParts,
  token: string,
  played: { readonly playbackId: string; readonly environmentId: string; readonly assetId: string },
): Promise<Grant> {
  const parsed = parseVideoJwt(token);
  const key = parsed.ok ? await findVideoKey(database, parsed.kid) : null;
  const jwt = parsed.ok ? verifyVideoJwt(crypto, parsed, key?.record ?? null, AUDIENCE) : parsed;
  const parsedPath = parsePath(`/v/${played.assetId}/master.m3u8`);
  const patterns = [`/v/${played.assetId}/*`].flatMap((text) => parsePathPattern(text) ?? []);
  const isOurs = jwt.ok && jwt.subject === played.playbackId && key?.environmentId === played.environmentId;
  if (!isOurs || !parsedPath.ok) throw videoErrors.refused();
  const grant: Grant = {
    ...{ scheme: 'video-jwt', keyId: jwt.keyId, tokenId: randomUUID(), subject: null, actions: ['read'] },
    resource: { kind: 'paths', assetIds: [played.assetId], patterns },
    ...{ notBeforeSeconds: jwt.notBeforeSeconds, expiresAtSeconds: jwt.expiresAtSeconds },
    ...{ renewableUntilSeconds: null, bindings: unbound },
  };
  const resource = { kind: 'path', assetId: played.assetId, path: parsedPath.path } as const;
  const decision = decide(grant, { ...facts, action: 'read', resource }, unixSeconds(clock), revocations);
  if (!decision.ok) throw videoErrors.refused();
  return grant;
}

/**
 * `GET /{playback_id}.m3u8` (Mux contract §12.2): leads to the multivariant playlist of the asset that grows, behind the
 * gate like everything of an asset. A JWT becomes a playback token of that one asset, which rides in the path and so
 * reaches whatever the playlists name. Other parameters are left behind.
 */
export function playLiveHandlers(parts: LivePlaybackParts) {
  const play: RouteHandler = async (request) => {
    const found = await findPlayedStream(parts.database, requireVideoId(request.params.PLAYBACK_ID));
    if (found === null) throw videoErrors.notFound();
    const token = queryOf(request.rawTarget).get('token');
    if (found.policy === 'public' && token !== null) throw videoErrors.invalid('A public playback id takes no token.');
    if (found.policy === 'signed' && token === null) throw videoErrors.refused();
    const { assetId } = found;
    const grant = token === null ? null : await readGrant(parts, token, { ...found, assetId: assetId ?? '-' });
    if (assetId === null) throw videoErrors.notPlayable();
    const place = { assetId, asset: null, nowSeconds: unixSeconds(parts.clock) };
    const prefix = grant === null ? '' : pathTokenPrefix(signChild(grant, place, parts));
    return {
      status: 302,
      headers: { location: `${prefix}/v/${assetId}/master.m3u8`, 'cache-control': 'private, no-store' },
      body: { kind: 'empty' },
    };
  };
  return { playLiveStream: play };
}
