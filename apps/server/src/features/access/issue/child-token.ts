import { type Grant, isMacKeyRecord, issueChildToken } from '@sluice/access';
import { refusalError } from '../refusal-error.ts';
import { type ChildPlace, childGrant } from './child-grant.ts';
import { issueError } from './issue-error.ts';
import { signingKeyOf, type TokenSigner } from './sign-grant.ts';

type ChildSigner = Pick<TokenSigner, 'crypto' | 'ring'>;

/**
 * The token for what lies below an object that `grant` opened. It inherits everything, its end included, but cannot be
 * renewed (edge access §15.1). Throws a RangeError when an edge token cannot say all that the grant does.
 */
export function signChild(grant: Grant, place: ChildPlace, { crypto, ring }: ChildSigner): string {
  const key = signingKeyOf('hmac', ring());
  const child = childGrant(grant, place);
  if (!isMacKeyRecord(key) || child.resource.kind !== 'paths') throw refusalError('edge_stale');
  return issueChildToken(crypto, key, child, {
    patterns: child.resource.patterns,
    notBeforeSeconds: child.notBeforeSeconds,
    expiresAtSeconds: child.expiresAtSeconds ?? 0,
  });
}

/**
 * Refuses rules that the tokens in playlists have no room for (edge access §4.1): a JWT and an embed record may be
 * longer than those. Told to who asks for the token, not in the middle of a playback.
 */
export function checkChildren(grant: Grant, place: ChildPlace, signer: ChildSigner): void {
  try {
    signChild(grant, place, signer);
  } catch (error) {
    throw error instanceof RangeError ? issueError('rules_too_long') : error;
  }
}
