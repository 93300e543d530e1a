import { type CredentialKind, type Grant, parsePath, type SchemeName } from '@sluice/access';
import type { HttpRequest } from '../../ports/http-exchange.ts';
import { credentialsOf } from './decision-context.ts';

/** The kinds of edge access §19 and a CDN that fetches; `none` where nothing was presented or looked at, `unknown` for what is no token. */
export type DecidedKind = 'hmac' | 'jwt' | 'opaque' | 'origin' | 'none' | 'unknown';

const kindOfCredential: Readonly<Record<CredentialKind, DecidedKind>> = {
  'edge-token': 'hmac',
  jwt: 'jwt',
  'embed-token': 'opaque',
  'origin-secret': 'origin',
};
const kindOfScheme: Readonly<Partial<Record<SchemeName, DecidedKind>>> = {
  'edge-token': 'hmac',
  'edge-jwt': 'jwt',
  'embed-token': 'opaque',
  'cdn-origin': 'origin',
};

/** The kind of what opened a request. */
export const kindOfGrant = (grant: Grant | null): DecidedKind =>
  grant === null ? 'none' : (kindOfScheme[grant.scheme] ?? 'unknown');

/** The kind of the first credential of a refused request: the one that was refused unless it had merely ended. */
export function refusedKind(request: HttpRequest, rawTarget: string): DecidedKind {
  const parsed = parsePath(rawTarget);
  const [first] = parsed.ok ? credentialsOf(request, parsed) : [];
  if (first === undefined) return 'none';
  return first.ok ? kindOfCredential[first.kind] : 'unknown';
}
