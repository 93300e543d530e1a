import type { Grant } from '@sluice/access';
import type { Admission } from '../access/index.ts';

/** What kind of thing is cached, in the words of edge access §16. */
export type CacheClass = 'rewritten' | 'growing' | 'playlist' | 'segment' | 'picture';

/** A playlist that grows is another one before this is over. */
const GROWING_SECONDS = 1;

/** Vylux contract §2. */
const PUBLIC: Readonly<Record<string, string>> = {
  'cache-control': 'public, max-age=31536000, immutable',
  vary: 'Accept',
};

const restOf = (grant: Grant, nowSeconds: number): number =>
  Math.max(0, (grant.expiresAtSeconds ?? Infinity) - nowSeconds);

const protectedPolicy: Readonly<Record<CacheClass, (restSeconds: number) => string>> = {
  rewritten: () => 'private, no-store',
  growing: (rest) => `private, max-age=${Math.min(GROWING_SECONDS, rest)}`,
  playlist: (rest) => `private, max-age=${Math.min(60, rest)}`,
  segment: (rest) => `private, max-age=${Math.min(3600, rest)}, immutable`,
  picture: (rest) => `private, max-age=${Math.min(300, rest)}`,
};

/**
 * For a CDN, which decides on each viewer before it looks at what it keeps (edge access §16): first what browsers may
 * keep, then what the CDN may. Never `public`: no cache that stands behind the CDN is told to keep anything.
 */
const cdnPolicy: Readonly<Record<CacheClass, readonly [browserSeconds: number, cdnSeconds: number]>> = {
  rewritten: [0, 0],
  growing: [GROWING_SECONDS, GROWING_SECONDS],
  playlist: [60, 3600],
  segment: [3600, 31_536_000],
  picture: [300, 86_400],
};

function cdnHeaders(what: CacheClass) {
  const [browserSeconds, cdnSeconds] = cdnPolicy[what];
  return {
    'cache-control': `max-age=${browserSeconds}, s-maxage=${cdnSeconds}`,
    'cdn-cache-control': `max-age=${cdnSeconds}`,
  };
}

/** How long caches may keep an answer. What a grant opened is never `public` and never outlives the grant. */
export function cacheHeaders({ grant, nowSeconds }: Pick<Admission, 'grant' | 'nowSeconds'>, what: CacheClass) {
  if (grant?.scheme === 'cdn-origin') return cdnHeaders(what);
  if (grant === null && what === 'growing') return { ...PUBLIC, 'cache-control': `public, max-age=${GROWING_SECONDS}` };
  return grant === null ? PUBLIC : { 'cache-control': protectedPolicy[what](restOf(grant, nowSeconds)) };
}

/** The class of an object that is served as it is stored, of an asset whose stream grows or does not. */
export function cacheClassOf(path: string, isLive: boolean): CacheClass {
  if (path.endsWith('.m3u8')) return isLive ? 'growing' : 'playlist';
  return /\.(m4s|mp4)$/.test(path) ? 'segment' : 'picture';
}
