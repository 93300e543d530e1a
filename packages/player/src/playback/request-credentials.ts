import { isKeyEndpoint } from './read-refusal.ts';

/** The credentials of one playback; empty text where there is none. */
export interface Credentials {
  /** Edge token: opens media paths. */
  readonly token: string;
  /** Key token: opens the key endpoint of public, encrypted assets. */
  readonly keyToken: string;
}

export type CredentialHeader = readonly [name: 'Edge-Token' | 'Authorization', value: string];

const mediaPrefixes = ['/v/', '/k/', '/live/', '/i/', '/stream/'];

/**
 * The header to send with a request of the player, or null. The edge token goes to media paths of the host that
 * serves `sourceUrl` and nowhere else: a playlist may name foreign hosts. The key token goes to `/api/key/` only,
 * on any host, because the playlist gives that address in full and it may live beside a CDN (media contract §6.3).
 */
export function credentialHeader(url: string, sourceUrl: string, credentials: Credentials): CredentialHeader | null {
  if (!URL.canParse(url, sourceUrl)) return null;
  const target = new URL(url, sourceUrl);
  if (target.protocol !== 'https:' && target.protocol !== 'http:') return null;
  if (isKeyEndpoint(target.href)) {
    return credentials.keyToken === '' ? null : ['Authorization', `Bearer ${credentials.keyToken}`];
  }
  if (credentials.token === '' || target.origin !== new URL(sourceUrl).origin) return null;
  return isMediaPath(target.pathname) ? ['Edge-Token', credentials.token] : null;
}

/** `url` with the token in its query, for players that cannot set headers (edge access §7). Replaces an older one. */
export function withQueryToken(url: string, token: string): string {
  const target = new URL(url);
  if (token === '' || !isMediaPath(target.pathname)) return target.href;
  // Not searchParams: it would rewrite every other parameter into form encoding.
  const others = target.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !pair.startsWith('et='));
  target.search = [...others, `et=${encodeURIComponent(token)}`].join('&');
  return target.href;
}

function isMediaPath(pathname: string): boolean {
  const path = pathname.replace(/^\/_t\/[^/]+(?=\/)/, '');
  return mediaPrefixes.some((prefix) => path.startsWith(prefix));
}
