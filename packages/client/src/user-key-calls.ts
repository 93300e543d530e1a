import type { CreatedUserKey, UserKeyBody, UserKeyPatch, UserKeyView } from '@sluice/contract';
import type { CallOptions } from './call-options.ts';
import type { Connection } from './connection.ts';

/** One's own API keys. A deployment may keep these calls for who signed in: a client with `userToken`. */
export interface UserKeyCalls {
  /** The answer is the only one that holds the key. */
  createApiKey(body: UserKeyBody, options?: CallOptions): Promise<CreatedUserKey>;
  /** All of them, newest first. */
  listApiKeys(options?: CallOptions): Promise<UserKeyView[]>;
  /** Turns a key off or on again, everywhere with the next request. */
  changeApiKey(id: string, changes: UserKeyPatch, options?: CallOptions): Promise<UserKeyView>;
  /** For good. */
  deleteApiKey(id: string, options?: CallOptions): Promise<void>;
}

const KEYS = '/api/keys';
const keyPath = (id: string): string => `${KEYS}/${encodeURIComponent(id)}`;

export function createUserKeyCalls(send: Connection['send']): UserKeyCalls {
  return {
    createApiKey: (json, { signal } = {}) => send({ method: 'POST', path: KEYS, json, signal }),
    listApiKeys: ({ signal } = {}) => send({ method: 'GET', path: KEYS, signal }),
    changeApiKey: (id, json, { signal } = {}) => send({ method: 'PATCH', path: keyPath(id), json, signal }),
    deleteApiKey: async (id, { signal } = {}) => void (await send({ method: 'DELETE', path: keyPath(id), signal })),
  };
}
