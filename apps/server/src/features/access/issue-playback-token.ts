import { randomBytes } from 'node:crypto';
import { type EdgeTokenOrder, isMacKeyRecord, issueEdgeToken, type KeyRing, type SyncCrypto } from '@sluice/access';
import type { IssuedToken, IssueTokenBody } from '@sluice/contract';
import { SluiceError } from '../../ports/sluice-error.ts';
import type { Asset } from '../assets/index.ts';
import { playbackUrls } from './playback-urls.ts';
import { refusalError } from './refusal-error.ts';
import { decideLifetime } from './token-lifetime.ts';
import { parseTokenBindings, parseTokenPaths } from './token-order.ts';

export interface Issuing {
  readonly crypto: SyncCrypto;
  readonly ring: KeyRing | null;
  readonly nowSeconds: number;
  /** New tokens count as issued no earlier than this: the revocations of their viewer or asset stand before it. */
  readonly issueFloorSeconds: number;
  /** Public address of this deployment, without a slash at its end. */
  readonly publicUrl: string;
}

const messages = {
  asset_not_found: [404, 'There is no asset with this id.'],
  asset_not_ready: [409, 'The asset has no stream yet.'],
  ttl_too_long: [422, 'A token lives 86400 seconds at most.'],
  ttl_shorter_than_asset: [
    422,
    'The token would end before the film. Ask for a longer ttl, for a renewable token, or set allow_short.',
  ],
  acl_unreachable: [422, 'The paths must lie inside the asset and cover its manifests and renditions.'],
  binding_invalid: [422, 'An address must be a CIDR block and a domain a host, *.host, **.host or none.'],
  invalid_request: [422, 'The token cannot say what was asked for: an id or a list is too long.'],
} as const satisfies Record<string, readonly [number, string]>;

/** A refusal of edge access §19. */
export function issueError(code: keyof typeof messages): SluiceError {
  const [status, message] = messages[code];
  return new SluiceError(`access/${code.replaceAll('_', '-')}`, { status, message });
}

const foldersOf = ({ presentation }: Asset): readonly string[] =>
  presentation === null ? [] : [...presentation.video, ...presentation.audio].map(({ path }) => path);

function lifetimeOf({ presentation }: Asset, body: IssueTokenBody, nowSeconds: number) {
  if (presentation === null) throw issueError('asset_not_ready');
  const lifetime = decideLifetime(
    {
      durationSeconds: presentation.durationSeconds,
      ttlSeconds: body.ttl,
      isRenewable: body.renewable ?? true,
      maxLifetimeSeconds: body.max_lifetime,
      allowShort: body.allow_short ?? false,
    },
    nowSeconds,
  );
  if (!lifetime.ok) throw issueError(lifetime.reason);
  return lifetime;
}

/** What the token says, or the refusal of what it cannot say. */
function orderOf(asset: Asset, body: IssueTokenBody, { crypto, nowSeconds, issueFloorSeconds }: Issuing) {
  const lifetime = lifetimeOf(asset, body, nowSeconds);
  const patterns = parseTokenPaths(asset.id, body.paths, foldersOf(asset));
  if (patterns === null) throw issueError('acl_unreachable');
  const bindings = parseTokenBindings(body.bind, crypto);
  if (bindings === null) throw issueError('binding_invalid');
  return {
    ...lifetime,
    // Always there: without it a revocation by asset or viewer would take the token for one from 1970.
    notBeforeSeconds: Math.max(body.not_before ?? nowSeconds, issueFloorSeconds),
    patterns,
    tokenId: `tk_${randomBytes(15).toString('base64url')}`,
    assetId: asset.id,
    subject: body.subject ?? null,
    bindings,
  };
}

function sign(order: EdgeTokenOrder, { crypto, ring }: Issuing): string {
  const key = ring?.signingKey('edge-hmac') ?? null;
  if (key === null || !isMacKeyRecord(key)) throw refusalError('edge_stale');
  try {
    return issueEdgeToken(crypto, key, order);
  } catch (error) {
    if (error instanceof RangeError) throw issueError('invalid_request');
    throw error;
  }
}

/** Issues a token of kind A for one viewer of one asset. */
export function issuePlaybackToken(asset: Asset | null, body: IssueTokenBody, issuing: Issuing): IssuedToken {
  if (asset === null) throw issueError('asset_not_found');
  const order = orderOf(asset, body, issuing);
  const token = sign(order, issuing);
  return {
    token_id: order.tokenId,
    kind: 'hmac',
    token,
    issued_at: issuing.nowSeconds,
    expires_at: order.expiresAtSeconds,
    renew_after: order.renewAfterSeconds,
    renew_until: order.renewableUntilSeconds,
    reused: false,
    urls: playbackUrls(issuing.publicUrl, asset.id, token, body.transport ?? 'query'),
    cookies: [],
    warnings: [],
  };
}
