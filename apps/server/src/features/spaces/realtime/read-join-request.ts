import { MAX_DISPLAY_NAME_LENGTH } from '../room/room.ts';

/** What a client says when it connects (Mux contract §5.1). */
export interface JoinRequest {
  readonly token: string;
  /** Most participants that it is to receive by itself; 0: it asks for each. */
  readonly automaticLimit: number;
  readonly displayName: string;
  readonly reconnectId: string | null;
}

/** Of clients that do not say, which is how the first versions are. */
const DEFAULT_LIMIT = 16;
const MAX_LIMIT = 20;
const MAX_ID_LENGTH = 255;

/** Takes whatever can be used of the query; nothing of it is a reason not to let one in but the token. */
export function readJoinRequest(rawTarget: string): JoinRequest {
  const mark = rawTarget.indexOf('?');
  const query = new URLSearchParams(mark === -1 ? '' : rawTarget.slice(mark + 1));
  const limit = /^\d{1,3}$/.exec(query.get('managed_subscriptions') ?? '')?.[0];
  const reconnectId = query.get('reconnect_id') ?? '';
  return {
    token: query.get('token') ?? '',
    automaticLimit: limit === undefined ? DEFAULT_LIMIT : Math.min(MAX_LIMIT, Number(limit)),
    displayName: (query.get('display_name') ?? '').slice(0, MAX_DISPLAY_NAME_LENGTH),
    reconnectId: reconnectId === '' || reconnectId.length > MAX_ID_LENGTH ? null : reconnectId,
  };
}
