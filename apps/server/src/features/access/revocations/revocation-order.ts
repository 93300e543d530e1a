import type { RevocationBody } from '@sluice/contract';
import { isAssetId } from '../../assets/index.ts';

/** What is to be taken back, checked. Times are Unix seconds. */
export interface RevocationOrder {
  readonly type: RevocationBody['type'];
  readonly value: string;
  /** `now`: everything issued until now. Null takes back every token that the value names. */
  readonly before: number | 'now' | null;
  readonly reason: string | null;
}

/** No token lives longer (edge access §14.1), nor may one be taken back that long ahead. */
export const MAX_TOKEN_LIFE_SECONDS = 86_400;

const forms: Readonly<Record<RevocationOrder['type'], (value: string) => boolean>> = {
  token: (value) => /^[A-Za-z0-9_-]{1,64}$/.test(value),
  embed: (value) => /^et_[A-Za-z0-9_-]{1,61}$/.test(value),
  key: (value) => /^[A-Za-z0-9_-]{1,32}$/.test(value),
  subject: (value) => value.length <= 128,
  asset: isAssetId,
};

/** Tokens whose start lies no farther ahead open at once, because clocks may differ by so much. */
const LEEWAY_SECONDS = 5;

/** The order that `body` stands for, or what is wrong with it. */
export function parseRevocation(body: RevocationBody, nowSeconds: number): RevocationOrder | string {
  const { type, value, before, reason = null } = body;
  if (!forms[type](value)) return `the value is no id of the type ${type}.`;
  const isBounded = type === 'subject' || type === 'asset';
  if (!isBounded && before !== undefined) return 'only the types subject and asset take before.';
  if (before !== undefined && before > nowSeconds + MAX_TOKEN_LIFE_SECONDS) return 'before lies more than a day ahead.';
  return { type, value, before: isBounded ? (before ?? 'now') : null, reason };
}

/**
 * The bound that takes back everything issued until now. Tokens tell only seconds, so it is the end of the running one;
 * and where an earlier revocation has moved the start of new tokens up to `lastBoundSeconds`, the end of that one, as
 * long as tokens that are issued next still open at once.
 */
export function boundOfNow(nowSeconds: number, lastBoundSeconds: number | null): number {
  const end = nowSeconds + 1;
  return lastBoundSeconds === null ? end : Math.min(Math.max(end, lastBoundSeconds + 1), nowSeconds + LEEWAY_SECONDS);
}

/** When every token that is taken back has ended, embed tokens apart: a day after the last could be issued. */
export const endOfMatches = (beforeSeconds: number | null, nowSeconds: number): number =>
  Math.max(nowSeconds, beforeSeconds ?? 0) + MAX_TOKEN_LIFE_SECONDS + 60;
