import { decodeUtf8 } from '@sluice/access';
import { masterPlaylistName } from '@sluice/media';
import type { ByteCache } from '../../../platform/byte-cache.ts';
import { contentTypeOf } from '../../../platform/content-type.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Database } from '../../../ports/database.ts';
import type { HttpAnswer } from '../../../ports/http-exchange.ts';
import type { ObjectReader } from '../../../ports/object-store.ts';
import { type Linked, type LinkGuard, linkSeconds } from '../../access/index.ts';
import { assetFolder } from '../../assets/index.ts';
import { identityErrors } from '../../identity/index.ts';
import type { StoredObjects } from '../../storage/index.ts';
import { findPlaylist, PLAYLIST_TYPE } from '../playlists.ts';
import { isPlaylist, writeLinkPlaylist } from './link-playlist.ts';
import { type LinkUrlParts, linkUrls, secondsOf } from './link-urls.ts';
import { findOwnMp4 } from './own-mp4.ts';
import { recordedDuration } from './recorded-duration.ts';

export interface LinkParts extends LinkUrlParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly cache: ByteCache;
  readonly objects: StoredObjects;
  readonly source: ObjectReader;
  readonly media: ObjectReader;
}

/** LynxVizion contract §7: addresses with signatures never end up in shared caches, nor in `Referer`. */
const redirectTo = (location: string): HttpAnswer => ({
  status: 302,
  headers: { location, 'cache-control': 'private, max-age=300', 'referrer-policy': 'no-referrer' },
  body: { kind: 'empty' },
});

const noVideo = () => identityErrors.notFound('Video');
const noThumbnail = () => identityErrors.notFound('Thumbnail');

const manifestHeaders = { 'cache-control': 'private, no-store' };

async function answerPlaylist(parts: LinkParts, linked: Linked, isHead: boolean): Promise<HttpAnswer> {
  const { assetId, asset, path } = linked.admission;
  const key = `${assetFolder(assetId)}/${path}`;
  const isReady = asset?.presentation != null && isPlaylist(path);
  const found = isReady ? await parts.objects.find(key, asset) : null;
  if (found === null) throw noVideo();
  if (isHead)
    return { status: 200, headers: { ...manifestHeaders, 'content-type': PLAYLIST_TYPE }, body: { kind: 'empty' } };
  const text = (): string => decodeUtf8(found.bytes ?? new Uint8Array()) ?? '';
  const playlist = await findPlaylist(parts.cache, `${key} ${found.info.etag}`, text);
  const written = writeLinkPlaylist(playlist, linked.admission, await linkUrls(parts, linked, playlist));
  return { status: 200, headers: manifestHeaders, body: { kind: 'text', text: written, contentType: PLAYLIST_TYPE } };
}

async function answerThumbnail(parts: LinkParts, linked: Linked): Promise<HttpAnswer> {
  const key = `${assetFolder(linked.admission.assetId)}/${linked.admission.path}`;
  if ((await parts.media.head(key)) === null) throw noThumbnail();
  return redirectTo(await parts.objectUrls.get('media', key, secondsOf(parts, linked, null)));
}

/** The upload itself where players know what it is. */
async function answerSource(parts: LinkParts, linked: Linked): Promise<HttpAnswer> {
  const { database, source } = parts;
  const job = await database.selectFrom('jobs').select('source').where('id', '=', linked.jobId).executeTakeFirst();
  const isThere = job !== undefined && contentTypeOf(job.source) === 'video/mp4' && (await source.head(job.source));
  if (!isThere) throw noVideo();
  const seconds = secondsOf(parts, linked, await recordedDuration(database, job.source));
  return redirectTo(await parts.objectUrls.get('source', job.source, seconds));
}

/** Handlers of what users show by the id of a job. */
export function linkHandlers(guard: LinkGuard, parts: LinkParts) {
  const video = { path: () => masterPlaylistName, missing: noVideo };
  const playlist = { path: ({ path = '' }: Readonly<Record<string, string>>) => path, missing: noVideo };
  return {
    readPlaybackThumbnail: guard.job({ path: () => 'cover.jpg', missing: noThumbnail }, (linked) =>
      answerThumbnail(parts, linked),
    ),
    readPlaybackStream: guard.job(video, (linked, { isHead }) => answerPlaylist(parts, linked, isHead)),
    readPlaybackPlaylist: guard.job(playlist, (linked, { isHead }) => answerPlaylist(parts, linked, isHead)),
    readPlaybackDirect: guard.jobOrUser(
      { path: () => 'source.mp4', missing: noVideo },
      (linked) => answerSource(parts, linked),
      async (grant, request) => {
        const { store, key } = await findOwnMp4(parts, grant, request);
        // Results are pictures and previews of a few seconds.
        const duration = store === 'source' ? await recordedDuration(parts.database, key) : null;
        return redirectTo(await parts.objectUrls.get(store, key, linkSeconds(parts.urlSeconds, duration)));
      },
    ),
  };
}
