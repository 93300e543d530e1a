import { encodePercent, type KeyRing, queryParameter, type SyncCrypto } from '@sluice/access';
import { type Admission, pathTokenPrefix, refusalError, signChild } from '../access/index.ts';

/** How the URIs of a playlist take the credential along (edge access §7, §15). */
export type TokenCarriage =
  /** The player or the browser sends it by itself. */
  | { readonly kind: 'none' }
  /** Every URI of ours gets the parameter. */
  | { readonly kind: 'query'; readonly token: string }
  /** Relative URIs inherit; absolute ones get the prefix `/_t/{token}`. */
  | { readonly kind: 'path'; readonly prefix: string };

/** Signs tokens for what lies below an admitted object. */
export type ChildTokenMaker = (admission: Admission) => string;

/** See `signChild`. A token of another issuer may say more than its children can: then it opens no playlist. */
export function createChildTokenMaker(crypto: SyncCrypto, ring: () => KeyRing | null): ChildTokenMaker {
  return (admission) => {
    if (admission.grant === null) throw refusalError('token_missing');
    try {
      return signChild(admission.grant, admission, { crypto, ring });
    } catch (error) {
      throw error instanceof RangeError ? refusalError('token_malformed') : error;
    }
  };
}

/** The carriage for playlists of an admitted request. */
export function tokenCarriage(admission: Admission, makeChildToken: ChildTokenMaker): TokenCarriage {
  if (admission.grant === null) return { kind: 'none' };
  if (admission.carrier === 'path') return { kind: 'path', prefix: `/_t/${admission.pathToken ?? ''}` };
  // An embed token opens nothing below the manifest, however it travels.
  const needsChild = admission.carrier === 'query' || admission.grant.scheme === 'embed-token';
  return needsChild ? { kind: 'query', token: makeChildToken(admission) } : { kind: 'none' };
}

/** The prefix that makes relative URLs inherit a token; empty where the credential travels by itself. */
export function carriagePrefix(carriage: TokenCarriage): string {
  if (carriage.kind === 'none') return '';
  return carriage.kind === 'path' ? carriage.prefix : pathTokenPrefix(carriage.token);
}

function withQueryToken(uri: string, token: string): string {
  const [, beforeFragment = '', fragment = ''] = /^([^#]*)(#.*)?$/.exec(uri) ?? [];
  const [path = '', query] = beforeFragment.split(/\?(.*)/s);
  const kept = (query ?? '').split('&').filter((part) => part !== '' && part.split('=')[0] !== queryParameter);
  return `${path}?${[...kept, `${queryParameter}=${encodePercent(token)}`].join('&')}${fragment}`;
}

/**
 * A URI with the credential along. `publicUrl` tells which absolute URLs are ours: no other host is ever handed a token.
 */
export function carryToken(uri: string, carriage: TokenCarriage, publicUrl: string): string {
  if (carriage.kind === 'none') return uri;
  const isOurUrl = publicUrl !== '' && uri.startsWith(`${publicUrl}/`);
  const isForeign = /^[a-z][a-z0-9+.-]*:/i.test(uri) || uri.startsWith('//');
  if (isForeign && !isOurUrl) return uri;
  if (carriage.kind === 'query') return withQueryToken(uri, carriage.token);
  if (isOurUrl) return `${publicUrl}${carriage.prefix}${uri.slice(publicUrl.length)}`;
  return uri.startsWith('/') ? carriage.prefix + uri : uri;
}
