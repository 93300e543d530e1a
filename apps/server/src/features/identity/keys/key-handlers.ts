import { randomBytes } from 'node:crypto';
import { apiKeyHash, apiKeyPrefix, formatApiKey, type SyncCrypto } from '@sluice/access';
import { type CreatedUserKey, UserKeyBody, UserKeyPatch } from '@sluice/contract';
import { type Clock, unixSeconds } from '../../../ports/clock.ts';
import type { Database } from '../../../ports/database.ts';
import { type Caller, type HttpRequest, jsonAnswer, noStore, type RouteHandler } from '../../../ports/http-exchange.ts';
import { identityErrors } from '../identity-error.ts';
import { decideOwnership } from '../ownership/decide-ownership.ts';
import { requireCaller } from '../users/require-caller.ts';
import { deleteKey, insertKey, listKeys, loadKey, setKeyActive } from './api-key-store.ts';
import { keyView } from './key-view.ts';
import { readKeyName, readUserBody } from './read-user-body.ts';

export interface KeyHandlerParts {
  readonly database: Database;
  readonly crypto: SyncCrypto;
  readonly clock: Clock;
  /** Whether callers with an API key may not manage keys. */
  readonly isJwtRequired: boolean;
}

const MAX_KEYS = 50;
/** Handlers of `/api/keys`. Nobody learns of keys that are not theirs. */
export function userKeyHandlers({ database, crypto, clock, isJwtRequired }: KeyHandlerParts) {
  function callerOf(request: HttpRequest): Caller {
    const caller = requireCaller(request);
    if (isJwtRequired && caller.authType !== 'clerk') throw identityErrors.signInRequired();
    return caller;
  }

  /** The id of a key of the caller. One refusal for what is not there and what is somebody else's. */
  async function ownKeyId(caller: Caller, { params }: HttpRequest): Promise<number> {
    const id = params.key_id ?? '';
    const key = /^[1-9]\d{0,14}$/.test(id) ? await loadKey(database, Number(id)) : undefined;
    if (key === undefined || !decideOwnership(caller.grant, key.user_id, 'manage', unixSeconds(clock)).ok) {
      throw identityErrors.keyNotFound();
    }
    return key.id;
  }

  const createUserKey: RouteHandler = async (request) => {
    const { userId } = callerOf(request);
    const name = readKeyName(readUserBody(UserKeyBody, request.bodyBytes).name);
    const key = formatApiKey(randomBytes(32));
    const row = { user_id: userId, name, hash: apiKeyHash(crypto, key), prefix: apiKeyPrefix(key) };
    const stored = await insertKey(database, row, MAX_KEYS);
    if (stored === null) throw identityErrors.tooManyKeys();
    const created: CreatedUserKey = { ...keyView(stored), raw_key: key };
    return jsonAnswer(201, created, noStore);
  };

  const listUserKeys: RouteHandler = async (request) =>
    jsonAnswer(200, (await listKeys(database, callerOf(request).userId)).map(keyView), noStore);

  const changeUserKey: RouteHandler = async (request) => {
    const caller = callerOf(request);
    const { is_active: isActive } = readUserBody(UserKeyPatch, request.bodyBytes);
    const changed = await setKeyActive(database, await ownKeyId(caller, request), isActive);
    if (changed === undefined) throw identityErrors.keyNotFound();
    return jsonAnswer(200, keyView(changed), noStore);
  };

  const deleteUserKey: RouteHandler = async (request) => {
    const isGone = await deleteKey(database, await ownKeyId(callerOf(request), request));
    if (!isGone) throw identityErrors.keyNotFound();
    return jsonAnswer(200, { ok: true }, noStore);
  };

  return { createUserKey, listUserKeys, changeUserKey, deleteUserKey };
}
