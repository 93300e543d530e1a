import type {
  CreatedEmbedToken,
  EmbedTokenBody,
  EmbedTokenList,
  EmbedTokenPatch,
  EmbedTokenView,
  ExplainBody,
  Explanation,
  RevocationBody,
  RevocationFeed,
  RevocationView,
  SigningKeyBody,
  SigningKeyList,
  SigningKeyPatch,
  SigningKeyView,
} from '@sluice/contract';
import type { CallOptions } from './call-options.ts';
import type { Connection } from './connection.ts';
import { queryOf } from './query-of.ts';
import { createStorageCalls, type StorageCalls } from './storage-calls.ts';

/** What only the operator may do: a user is refused with 401, whatever credential they show. */
export interface OperatorCalls extends StorageCalls {
  /** The answer is the only one that holds the token. */
  createEmbedToken(body: EmbedTokenBody, options?: CallOptions): Promise<CreatedEmbedToken>;
  listEmbedTokens(of?: { assetId?: string; cursor?: string }, options?: CallOptions): Promise<EmbedTokenList>;
  changeEmbedToken(id: string, changes: EmbedTokenPatch, options?: CallOptions): Promise<EmbedTokenView>;
  deleteEmbedToken(id: string, options?: CallOptions): Promise<void>;
  /** A new key is pending: it verifies on every edge before it is promoted to sign. */
  createSigningKey(body: SigningKeyBody, options?: CallOptions): Promise<SigningKeyView>;
  listSigningKeys(options?: CallOptions): Promise<SigningKeyList>;
  /** `force` promotes a key although edges have not said yet that they hold it. */
  changeSigningKey(
    kid: string,
    state: SigningKeyPatch['state'],
    options?: CallOptions & { readonly force?: boolean },
  ): Promise<SigningKeyView>;
  createRevocation(body: RevocationBody, options?: CallOptions): Promise<RevocationView>;
  /** Everything that stands, or what changed since `next_seq` of an earlier call, waited for up to 30 seconds. */
  readRevocations(from?: { since?: number; waitSeconds?: number }, options?: CallOptions): Promise<RevocationFeed>;
  deleteRevocation(id: string, options?: CallOptions): Promise<void>;
  /** Every step by which a request for media is let through or refused. */
  explainAccess(body: ExplainBody, options?: CallOptions): Promise<Explanation>;
}

const embedPath = (id: string): string => `/v1/embed-tokens/${encodeURIComponent(id)}`;

export function createOperatorCalls(send: Connection['send']): OperatorCalls {
  return {
    createEmbedToken: (body, { signal } = {}) => send({ method: 'POST', path: '/v1/embed-tokens', json: body, signal }),
    listEmbedTokens: ({ assetId, cursor } = {}, { signal } = {}) =>
      send({ method: 'GET', path: `/v1/embed-tokens${queryOf({ asset_id: assetId, cursor })}`, signal }),
    changeEmbedToken: (id, changes, { signal } = {}) =>
      send({ method: 'PATCH', path: embedPath(id), json: changes, signal }),
    deleteEmbedToken: (id, { signal } = {}) => send({ method: 'DELETE', path: embedPath(id), signal }),
    createSigningKey: (body, { signal } = {}) => send({ method: 'POST', path: '/v1/edge/keys', json: body, signal }),
    listSigningKeys: ({ signal } = {}) => send({ method: 'GET', path: '/v1/edge/keys', signal }),
    changeSigningKey: (kid, state, { signal, force } = {}) => {
      const json: SigningKeyPatch = force === undefined ? { state } : { state, force };
      return send({ method: 'PATCH', path: `/v1/edge/keys/${encodeURIComponent(kid)}`, json, signal });
    },
    createRevocation: (body, { signal } = {}) =>
      send({ method: 'POST', path: '/v1/edge/revocations', json: body, signal }),
    readRevocations: ({ since, waitSeconds } = {}, { signal } = {}) =>
      send({ method: 'GET', path: `/v1/edge/revocations${queryOf({ since, wait: waitSeconds })}`, signal }),
    deleteRevocation: (id, { signal } = {}) =>
      send({ method: 'DELETE', path: `/v1/edge/revocations/${encodeURIComponent(id)}`, signal }),
    explainAccess: (body, { signal } = {}) => send({ method: 'POST', path: '/v1/edge/explain', json: body, signal }),
    ...createStorageCalls(send),
  };
}
