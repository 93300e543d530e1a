import type { Grant, SyncCrypto } from '@sluice/access';
import type { IssueTokenBody } from '@sluice/contract';
import type { Asset } from '../../assets/index.ts';
import { issueError } from './issue-error.ts';
import { publishedPaths } from './published-paths.ts';
import { decideLifetime } from './token-lifetime.ts';
import { parseTokenBindings, parseTokenPaths } from './token-order.ts';

export interface Planning {
  readonly crypto: SyncCrypto;
  readonly nowSeconds: number;
  /** New tokens count as issued no earlier than this: the revocations of their viewer or asset stand before it. */
  readonly issueFloorSeconds: number;
  readonly newTokenId: () => string;
}

/** What a token is going to say, and what its holder should know. */
export interface TokenPlan {
  readonly grant: Grant & { readonly tokenId: string; readonly expiresAtSeconds: number };
  readonly warnings: readonly string[];
}

function lifetimeOf({ presentation }: Asset, body: IssueTokenBody, nowSeconds: number) {
  const lifetime = decideLifetime(
    {
      durationSeconds: presentation?.durationSeconds ?? null,
      ttlSeconds: body.ttl,
      isRenewable: body.renewable ?? true,
      maxLifetimeSeconds: body.max_lifetime,
      allowShort: body.allow_short ?? false,
      notBeforeSeconds: body.not_before,
    },
    nowSeconds,
  );
  if (!lifetime.ok) throw issueError(lifetime.reason);
  return lifetime;
}

function patternsOf(asset: Asset, body: IssueTokenBody) {
  if (asset.presentation === null) throw issueError('asset_not_ready');
  const paths = parseTokenPaths(asset.id, body.paths, publishedPaths(asset, asset.presentation));
  if (!paths.ok) throw issueError('acl_unreachable', paths.problem);
  return paths.patterns;
}

function warningsFor(asset: Asset, lastSecond: number, startSeconds: number): readonly string[] {
  const duration = asset.presentation?.durationSeconds ?? 0;
  return lastSecond - startSeconds < duration ? ['The token cannot be renewed up to the end of the film.'] : [];
}

/** What the token says, or the refusal of what it cannot say (edge access §10.7, §11, §14, §19). */
export function planToken(asset: Asset, body: IssueTokenBody, planning: Planning): TokenPlan {
  const { crypto, nowSeconds } = planning;
  const kind = body.kind ?? 'hmac';
  if (kind === 'jwt' && body.subject === undefined) throw issueError('subject_missing');
  const patterns = patternsOf(asset, body);
  const { expiresAtSeconds, renewableUntilSeconds } = lifetimeOf(asset, body, nowSeconds);
  const bindings = parseTokenBindings(body.bind, crypto);
  if (bindings === null) throw issueError('binding_invalid');
  const issuedAtSeconds = Math.max(nowSeconds, planning.issueFloorSeconds);
  const notBeforeSeconds = Math.max(body.not_before ?? 0, issuedAtSeconds);
  const lastSecond = renewableUntilSeconds ?? expiresAtSeconds;
  return {
    grant: {
      scheme: kind === 'jwt' ? 'edge-jwt' : 'edge-token',
      keyId: '',
      tokenId: planning.newTokenId(),
      subject: body.subject ?? null,
      resource: { kind: 'paths', assetIds: [asset.id], patterns },
      actions: ['read'],
      issuedAtSeconds,
      notBeforeSeconds,
      expiresAtSeconds,
      renewableUntilSeconds,
      bindings,
    },
    warnings: warningsFor(asset, lastSecond, notBeforeSeconds),
  };
}
