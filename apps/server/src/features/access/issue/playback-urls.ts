import { encodeBase64url, encodePercent, encodeUtf8 } from '@sluice/access';
import type { IssuedToken } from '@sluice/contract';

/** How a player is to send the token (edge access §7). */
export type Transport = 'query' | 'path' | 'cookie';

/** `/_t/{token}`: the prefix of the path carrier (edge access §7). */
export const pathTokenPrefix = (token: string): string => `/_t/${encodeBase64url(encodeUtf8(token))}`;

/**
 * Addresses of an asset with the token riding along. The DASH manifest always takes the path form: relative URLs in it
 * lose a query (edge access §15.4). A cookie travels by itself. An embed token opens no
 * path below the manifest, so it rides in the query there as well.
 */
export function playbackUrls(
  publicUrl: string,
  assetId: string,
  token: string,
  transport: Transport,
  dashTransport: Transport = transport === 'query' ? 'path' : transport,
): IssuedToken['urls'] {
  const place = `/v/${encodePercent(assetId)}`;
  const url = (name: string, how: Transport): string => {
    if (how === 'query') return `${publicUrl}${place}/${name}?et=${encodePercent(token)}`;
    return `${publicUrl}${how === 'path' ? pathTokenPrefix(token) : ''}${place}/${name}`;
  };
  return {
    hls: url('master.m3u8', transport),
    dash: url('manifest.mpd', dashTransport),
    poster: url('cover.jpg', transport),
  };
}
