/** What an embed page plays. */
export interface EmbedSources {
  readonly hls: string;
  readonly poster: string;
}

/**
 * The addresses that the embed token in the path `/embed/{token}` opens of an asset (edge access §6). Null when the
 * path holds none.
 */
export function embedSources(pathname: string, assetId: string): EmbedSources | null {
  const token = /^\/embed\/(emb_[\w-]{43})$/.exec(pathname)?.[1];
  if (token === undefined || assetId === '') return null;
  const place = `/v/${encodeURIComponent(assetId)}`;
  return { hls: `${place}/master.m3u8?et=${token}`, poster: `${place}/cover.jpg?et=${token}` };
}
