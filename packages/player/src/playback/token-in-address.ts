/**
 * The edge token that rides in an absolute address, by the order of edge access §7: path form, then `et`. Empty when
 * there is none. Only read to renew it: the address carries it to the server by itself.
 */
export function tokenInAddress(url: string): string {
  const { pathname, search } = new URL(url);
  const pathToken = /^\/_t\/([\w-]+)\//.exec(pathname)?.[1];
  if (pathToken !== undefined) return decodedOrEmpty(() => atob(pathToken.replaceAll('-', '+').replaceAll('_', '/')));
  const pair = search
    .slice(1)
    .split('&')
    .find((part) => part.startsWith('et='));
  return pair === undefined ? '' : decodedOrEmpty(() => decodeURIComponent(pair.slice(3)));
}

/** Whether a token is one of kind C, which opens playlists and nothing below them (edge access §6). */
export const isEmbedToken = (token: string): boolean => token.startsWith('emb_');

function decodedOrEmpty(decode: () => string): string {
  try {
    return decode();
  } catch {
    return '';
  }
}
