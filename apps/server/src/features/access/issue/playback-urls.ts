import { encodeBase64url, encodePercent, encodeUtf8 } from '@sluice/access';
import type { IssuedToken } from '@sluice/contract';

/** How a player is to send the token (edge access §7). */
export type Transport = 'query' | 'path' | 'cookie';

/** `/_t/{token}`: the prefix of the path carrier (edge access §7). */
export const pathTokenPrefix = (token: string): string => `/_t/${encodeBase64url(encodeUtf8(token))}`;

/**
 * Addresses of an asset with the token riding along. The DASH manifest always takes the path form: relative URLs in it
 * lose a query (edge access §15.4). A cookie travels by itself.
 */
export function playbackUrls(
  publicUrl: string,
  assetId: string,
  token: string,
  transport: Transport,
): IssuedToken['urls'] {
  const prefix = transport === 'cookie' ? '' : pathTokenPrefix(token);
  const place = `/v/${encodePercent(assetId)}`;
  const url = (name: string): string =>
    transport === 'query'
      ? `${publicUrl}${place}/${name}?et=${encodePercent(token)}`
      : `${publicUrl}${prefix}${place}/${name}`;
  return { hls: url('master.m3u8'), dash: `${publicUrl}${prefix}${place}/manifest.mpd`, poster: url('cover.jpg') };
}
