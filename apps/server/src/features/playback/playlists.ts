import { type ParsedPlaylist, parsePlaylist } from '@sluice/media';
import type { ByteCache } from '../../platform/byte-cache.ts';
import type { Awaitable } from '../../ports/awaitable.ts';
import type { HttpAnswer } from '../../ports/http-exchange.ts';
import { SluiceError } from '../../ports/sluice-error.ts';
import type { Admission } from '../access/index.ts';
import { cacheHeaders } from './cache-policy.ts';
import { madeObject } from './made-object.ts';
import { formatOriginPlaylist } from './origin-playlist.ts';
import { coversKey, documentedKeyPath, keyPath, rewritePlaylist } from './playlist-rewrite.ts';
import { type ChildTokenMaker, tokenCarriage } from './token-carriage.ts';

export const PLAYLIST_TYPE = 'application/vnd.apple.mpegurl';

export interface PlaylistParts {
  readonly cache: ByteCache;
  readonly makeChildToken: ChildTokenMaker;
  readonly publicUrl: string;
  /** Where players find content keys, whoever serves the playlist. */
  readonly licenceHost: () => string;
  /** Query parameters that playlists hand down at the CDN that this key vouches for. */
  readonly cdnQueryNames: (keyId: string) => readonly string[];
}

/** A playlist on its way to one viewer. */
export interface PlaylistAnswer {
  readonly admission: Admission;
  /** Names the text in the cache; changes whenever the text does. */
  readonly id: string;
  readonly text: () => string;
  /** Whether a key address may be swapped for the one below `/k/`. */
  readonly swapsKey: boolean;
}

function parse(text: string): ParsedPlaylist {
  const parsed = parsePlaylist(text);
  if (parsed.ok) return parsed.playlist;
  throw new SluiceError('playback/bad-manifest', {
    status: 502,
    message: 'The stored playlist cannot be read.',
    details: { reason: parsed.reason },
  });
}

function keySwap({ assetId, asset, grant }: Admission) {
  const kid = asset?.contentKid ?? null;
  if (kid === null || !coversKey(grant, assetId, kid)) return null;
  return { documentedPath: documentedKeyPath(assetId), uri: keyPath(assetId, kid) };
}

/** The playlist for a viewer, or for the CDN that fetches it for all of its viewers. */
function writePlaylist(parts: PlaylistParts, { admission, swapsKey }: PlaylistAnswer, playlist: ParsedPlaylist) {
  const { assetId, asset, grant } = admission;
  if (grant?.scheme === 'cdn-origin') {
    const documentedPath = documentedKeyPath(assetId);
    const kid = swapsKey ? (asset?.contentKid ?? null) : null;
    const uri = parts.licenceHost() + (kid === null ? documentedPath : keyPath(assetId, kid));
    const queryNames = parts.cdnQueryNames(grant.keyId);
    return {
      text: formatOriginPlaylist(playlist, { queryNames, key: { documentedPath, uri } }),
      what: 'playlist',
    } as const;
  }
  const carriage = tokenCarriage(admission, parts.makeChildToken);
  const key = swapsKey ? keySwap(admission) : null;
  const text = rewritePlaylist(playlist, { carriage, key, publicUrl: parts.publicUrl });
  return { text, what: carriage.kind === 'query' ? 'rewritten' : 'playlist' } as const;
}

/** The parsed copy that all grants share; `id` changes whenever the text does. */
export const findPlaylist = (cache: ByteCache, id: string, text: () => string): Awaitable<ParsedPlaylist> =>
  cache.find(`playlist ${id}`, async () => {
    const value = parse(text());
    // Lines and cuts take several times the text.
    return { value, bytes: 8 * value.literals.reduce((sum, literal) => sum + literal.length + 64, 0) };
  });

/** Answers with a playlist written for the request's grant, from a parsed copy that all grants share. */
export async function answerPlaylist(parts: PlaylistParts, answer: PlaylistAnswer): Promise<HttpAnswer> {
  const { admission, id, text } = answer;
  const playlist = await findPlaylist(parts.cache, id, text);
  const written = writePlaylist(parts, answer, playlist);
  const what = admission.asset?.isLive === true && written.what === 'playlist' ? 'growing' : written.what;
  return {
    status: 200,
    headers: cacheHeaders(admission, what),
    body: { kind: 'object', object: madeObject(written.text, PLAYLIST_TYPE) },
  };
}
