import { decodeBase64url } from '../bytes/base64url.ts';
import { decodePercent } from '../bytes/percent-encoding.ts';
import { decodeUtf8 } from '../bytes/utf8.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { maxEdgeTokenLength } from '../schemes/edge-token-fields.ts';
import { isEmbedToken } from '../schemes/embed-token.ts';
import { maxJwsLength } from '../schemes/jws.ts';
import { isOriginSecret } from '../schemes/origin-secret.ts';
import type { CredentialMemo } from './credential-memo.ts';
import { cookieValues, queryValues } from './named-values.ts';

/**
 * Where a credential rides, in the order in which carriers are looked at (edge-access §7). `origin` is the field by
 * which a CDN makes itself known: where it is there, nothing else is looked at.
 */
export type Carrier = 'origin' | 'path' | 'query' | 'header' | 'cookie';

/** How a playback credential is written: kind A, B or C of edge-access, or the secret of a CDN. */
export type CredentialKind = 'edge-token' | 'jwt' | 'embed-token' | 'origin-secret';

/** The places of a request where a credential may ride, as received; null where there is none. */
export interface CredentialSources {
  readonly pathToken: string | null;
  readonly query: string;
  readonly edgeTokenHeader: string | null;
  readonly cookieHeader: string | null;
  /** See `originSecretField`; absent where CDNs never fetch. */
  readonly originSecretHeader?: string | null;
}

/** A credential as text, told apart by its form, with nothing verified. */
export interface Credential {
  readonly ok: true;
  readonly carrier: Carrier;
  readonly kind: CredentialKind;
  readonly text: string;
}

/** One carrier that is present: its credential, or why it holds none. */
export type CarriedCredential = Credential | Refusal<'token_malformed'>;

export const queryParameter = 'et';
export const cookieName = 'edge_token';

/** The longest credential with every character escaped. */
const maxEscapedLength = maxJwsLength * 3;
/** The longest credential in base64url: nothing longer is worth decoding. */
const maxEncodedLength = Math.ceil((maxJwsLength * 4) / 3);
const maxCarrierLength = 16_384;

/**
 * What every present carrier holds, in order. Empty means that the request carries no credential. A carrier that holds
 * two (`et` or `edge_token` twice), too much, or something of no known form is malformed. With more than 16 KiB of query
 * and cookies nothing is searched and everything counts as malformed. A `memo` spares decoding what was decoded before.
 */
export function extractCredentials(
  sources: CredentialSources,
  memo: CredentialMemo<CarriedCredential> | null = null,
): readonly CarriedCredential[] {
  const { pathToken, query, edgeTokenHeader } = sources;
  const cookieHeader = sources.cookieHeader ?? '';
  if (query.length + cookieHeader.length > maxCarrierLength) return [refuse('token_malformed')];
  // A CDN may send on what its viewer wrote. It asks for all of its viewers, so that is none of our business.
  const originSecret = sources.originSecretHeader ?? null;
  if (originSecret !== null) return [readOriginSecret(originSecret)];
  const found: CarriedCredential[] = [];
  if (pathToken !== null) found.push(readEncoded(memo, 'path', pathToken, decodePathToken));
  const parameters = queryValues(query, queryParameter);
  const [parameter] = parameters;
  if (parameters.length > 1) found.push(refuse('token_malformed'));
  else if (parameter !== undefined) found.push(readEncoded(memo, 'query', parameter, decodeParameter));
  if (edgeTokenHeader !== null) found.push(readCredential('header', edgeTokenHeader));
  const cookies = cookieValues(cookieHeader, cookieName);
  if (cookies.length > 0) found.push(readCredential('cookie', cookies.length === 1 ? (cookies[0] ?? null) : null));
  return found;
}

/** The kind that the form of `text` stands for (edge-access §7), or null. */
export function credentialKind(text: string): CredentialKind | null {
  if (text.startsWith('v=1~')) return text.length <= maxEdgeTokenLength ? 'edge-token' : null;
  if (text.startsWith('eyJ')) return text.length <= maxJwsLength && text.split('.', 4).length === 3 ? 'jwt' : null;
  return isEmbedToken(text) ? 'embed-token' : null;
}

function readCredential(carrier: Carrier, text: string | null): CarriedCredential {
  const kind = text === null ? null : credentialKind(text);
  return text === null || kind === null ? refuse('token_malformed') : { ok: true, carrier, kind, text };
}

function readEncoded(
  memo: CredentialMemo<CarriedCredential> | null,
  carrier: Carrier,
  encoded: string,
  decode: (encoded: string) => string | null,
): CarriedCredential {
  const read = (text: string) => readCredential(carrier, decode(text));
  return memo === null ? read(encoded) : memo.read(carrier, encoded, read);
}

function readOriginSecret(text: string): CarriedCredential {
  return isOriginSecret(text)
    ? { ok: true, carrier: 'origin', kind: 'origin-secret', text }
    : refuse('token_malformed');
}

function decodePathToken(pathToken: string): string | null {
  const bytes = pathToken.length > maxEncodedLength ? null : decodeBase64url(pathToken);
  return bytes === null ? null : decodeUtf8(bytes);
}

function decodeParameter(value: string): string | null {
  return value.length > maxEscapedLength ? null : decodePercent(value);
}
