import type { Grant } from '@sluice/access';
import type { Admission } from '../access/index.ts';

/** What kind of thing is cached, in the words of edge access §16. */
export type CacheClass = 'rewritten' | 'playlist' | 'segment' | 'picture';

/** Vylux contract §2. */
const PUBLIC: Readonly<Record<string, string>> = {
  'cache-control': 'public, max-age=31536000, immutable',
  vary: 'Accept',
};

const restOf = (grant: Grant, nowSeconds: number): number =>
  Math.max(0, (grant.expiresAtSeconds ?? Infinity) - nowSeconds);

const protectedPolicy: Readonly<Record<CacheClass, (restSeconds: number) => string>> = {
  rewritten: () => 'private, no-store',
  playlist: (rest) => `private, max-age=${Math.min(60, rest)}`,
  segment: (rest) => `private, max-age=${Math.min(3600, rest)}, immutable`,
  picture: (rest) => `private, max-age=${Math.min(300, rest)}`,
};

/** How long caches may keep an answer. What a grant opened is never `public` and never outlives the grant. */
export function cacheHeaders({ grant, nowSeconds }: Pick<Admission, 'grant' | 'nowSeconds'>, what: CacheClass) {
  return grant === null ? PUBLIC : { 'cache-control': protectedPolicy[what](restOf(grant, nowSeconds)) };
}

/** The class of an object that is served as it is stored. */
export function cacheClassOf(path: string): CacheClass {
  if (path.endsWith('.m3u8')) return 'playlist';
  return /\.(m4s|mp4)$/.test(path) ? 'segment' : 'picture';
}
