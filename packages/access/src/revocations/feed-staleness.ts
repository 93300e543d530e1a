import type { Grant } from '../grant.ts';
import { isEmbedRecordId } from '../schemes/embed-token.ts';

/** Seconds without contact after which an edge no longer trusts what it knows (edge-access §12.3). */
export const feedStaleAfterSeconds = 60;

/** The most that a plain token may still have to live to be served from what an edge last knew. */
export const maxUnwatchedSeconds = 300;

/**
 * Whether an edge whose feed was last heard at `lastContactSeconds` knows too little to serve `grant`. Nothing is
 * served before the first contact. Afterwards only what ends soon by itself: nothing that can be renewed, and nothing
 * that hangs on the record of an embed token, because there deleting the record is the way to end it.
 */
export function isFeedStaleFor(grant: Grant, lastContactSeconds: number | null, nowSeconds: number): boolean {
  if (lastContactSeconds === null) return true;
  // Written so that a time that is not a number is stale.
  const isFresh = nowSeconds - lastContactSeconds < feedStaleAfterSeconds;
  return !isFresh && !endsSoon(grant, nowSeconds);
}

function endsSoon(grant: Grant, nowSeconds: number): boolean {
  const { expiresAtSeconds, renewableUntilSeconds, tokenId } = grant;
  const isPlain = renewableUntilSeconds === null && (tokenId === null || !isEmbedRecordId(tokenId));
  return isPlain && expiresAtSeconds !== null && expiresAtSeconds - nowSeconds <= maxUnwatchedSeconds;
}
