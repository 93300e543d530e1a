import type { AccessRequest } from '../access-request.ts';
import { decide } from '../decide.ts';
import type { Action, Bindings, Grant, Verification } from '../grant.ts';
import { assetPatterns } from '../path/asset-patterns.ts';
import type { PathPattern } from '../path/path-pattern.ts';
import { type RefusalReason, refuse } from '../refusal.ts';
import type { RevocationSet } from '../revocations/revocation-set.ts';

/** What stands behind an embed token, found by `embedTokenHash` (edge-access §6). Times are Unix seconds. */
export interface EmbedRecord {
  /** `et_…`; the token id of everything made from this token. */
  readonly id: string;
  readonly assetId: string;
  readonly subject: string | null;
  readonly bindings: Bindings;
  readonly expiresAtSeconds: number | null;
  /** How often a manifest may be opened; null for any number. */
  readonly maxPlays: number | null;
  readonly plays: number;
  readonly isActive: boolean;
  readonly createdAtSeconds: number;
}

/** The objects by which a playback begins: a master playlist or MPD, a whole file, the picture before it. */
export type EntryObject = 'manifest' | 'progressive' | 'poster';

export interface EmbedRequest extends AccessRequest {
  /** What the route knows the object to be; null for everything that is fetched after an entry object. */
  readonly entry: EntryObject | null;
}

const actions: readonly Action[] = ['read'];

/** Reasons of the contract's order that come before `token_exhausted`. */
const earlierReasons: ReadonlySet<RefusalReason> = new Set(['token_expired', 'token_revoked', 'edge_stale']);

/**
 * The grant of an embed token, kind C, whose record is `record`, decided for `request` as `decide` does; null is a
 * token without a record. Only entry objects are opened; what follows needs a child token of the grant. A record that
 * is not active counts as revoked. Whoever answers a manifest then counts the play, atomically and never over
 * `maxPlays`. With a limit no progressive file is opened: its range requests cannot be counted as plays.
 */
export function decideEmbed(
  record: EmbedRecord | null,
  request: EmbedRequest,
  nowSeconds: number,
  revocations: RevocationSet,
): Verification {
  if (record === null) return refuse('token_invalid');
  const { entry } = request;
  const isLimited = record.maxPlays !== null;
  const isOpened = entry !== null && !(isLimited && entry === 'progressive');
  const grant = isOpened ? embedGrant(record) : embedGrant(record, []);
  const decision = decide(grant, request, nowSeconds, {
    revokes: (asked) => !record.isActive || revocations.revokes(asked),
    isStaleFor: (asked, now) => revocations.isStaleFor(asked, now),
  });
  if (!decision.ok && earlierReasons.has(decision.reason)) return decision;
  // A poster takes no play, and is often asked for after the manifest that took the last one.
  if (isExhausted(record) && entry !== 'poster') return refuse('token_exhausted');
  return decision.ok ? { ok: true, grant } : decision;
}

function isExhausted({ maxPlays, plays }: EmbedRecord): boolean {
  // Written so that a count that is not a number refuses.
  return maxPlays !== null && !(plays < maxPlays);
}

/** What a record gives: all of its asset, where nothing else is said. */
export function embedGrant(
  record: EmbedRecord,
  patterns: readonly PathPattern[] = assetPatterns(record.assetId) ?? [],
): Grant {
  return {
    scheme: 'embed-token',
    keyId: record.id,
    tokenId: record.id,
    subject: record.subject,
    resource: { kind: 'paths', assetIds: [record.assetId], patterns },
    actions,
    notBeforeSeconds: null,
    issuedAtSeconds: record.createdAtSeconds,
    expiresAtSeconds: record.expiresAtSeconds,
    renewableUntilSeconds: null,
    bindings: record.bindings,
  };
}
