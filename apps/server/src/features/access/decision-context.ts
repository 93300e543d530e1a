import {
  type AuthorizeContext,
  type CarriedCredential,
  type Credential,
  CredentialMemo,
  type CredentialVerifiers,
  decideEmbed,
  type EmbedRecord,
  embedTokenHash,
  extractCredentials,
  type KeyRing,
  originSecretField,
  type ParsedPath,
  verifyEdgeJwt,
  verifyEdgeToken,
  verifyOriginSecret,
} from '@sluice/access';
import type { HttpRequest } from '../../ports/http-exchange.ts';
import { onOwnPage } from './embed/own-page.ts';
import type { GateParts } from './gate-parts.ts';
import type { Place } from './locate.ts';
import { RequestFacts } from './request-facts.ts';
/** How each kind of credential that keys vouch for is verified: a signed token once, while the keys stay the same. */
export const verifiersOf = (
  { crypto, issuer, grants }: Pick<GateParts, 'crypto' | 'issuer' | 'grants'>,
  keys: KeyRing,
): CredentialVerifiers<'sync'> => ({
  'edge-token': (text) => grants.verify(crypto, keys, text, () => verifyEdgeToken(crypto, keys, text)),
  jwt: (text) => grants.verify(crypto, keys, text, () => verifyEdgeJwt(crypto, keys, issuer, text)),
  'origin-secret': (text) => verifyOriginSecret(keys, text),
});

/** As texts, nothing of them verified. */
const readCredentials = new CredentialMemo<CarriedCredential>(10_000);

/** Every credential that the request carries, in the order of edge access §7. */
export function credentialsOf({ headers }: HttpRequest, { pathToken, query }: ParsedPath) {
  const sources = {
    pathToken,
    query,
    edgeTokenHeader: headers['edge-token'] ?? null,
    cookieHeader: headers.cookie ?? null,
    originSecretHeader: headers[originSecretField] ?? null,
  };
  return extractCredentials(sources, readCredentials);
}

/** What stands behind the embed tokens of a request, by token; null where nothing does. */
export type EmbedRecords = ReadonlyMap<string, EmbedRecord | null>;

export const noEmbeds: EmbedRecords = new Map();

/** Looks up the embed tokens among `credentials`: the one look at the database that the gate takes for a credential. */
export async function findEmbedRecords(
  { crypto, findEmbedRecord }: GateParts,
  credentials: readonly CarriedCredential[],
): Promise<EmbedRecords> {
  const texts = credentials.flatMap((item) => (isEmbed(item) ? [item.text] : []));
  const records = texts.map(async (text) => [text, await findEmbedRecord(embedTokenHash(crypto, text))] as const);
  return new Map(await Promise.all(records));
}

export const isEmbed = (credential: CarriedCredential): credential is Credential =>
  credential.ok && credential.kind === 'embed-token';

/** What the credentials of a request are decided against; null before keys are loaded. */
export function decisionContext(
  parts: GateParts,
  request: HttpRequest,
  { parsed, assetId, nowSeconds }: Place,
  embeds: EmbedRecords = noEmbeds,
): AuthorizeContext<'sync'> | null {
  const { crypto, revocations } = parts;
  const keys = parts.ring();
  if (keys === null) return null;
  const facts = new RequestFacts(request, parsed.path, assetId, crypto);
  const recordOf = (text: string): EmbedRecord | null => {
    const record = embeds.get(text) ?? null;
    return record === null || parts.ownUrl === undefined ? record : onOwnPage(record, facts, parts.ownUrl());
  };
  return {
    verifiers: {
      ...verifiersOf(parts, keys),
      'embed-token': (text) => decideEmbed(recordOf(text), facts, nowSeconds, revocations),
    },
    request: facts,
    nowSeconds,
    revocations,
  };
}
