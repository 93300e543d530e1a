import {
  type ConnectionOptions,
  createConnection,
  type OperatorConnection,
  type UserConnection,
} from './connection.ts';
import { createOperatorCalls, type OperatorCalls } from './operator-calls.ts';
import { createSharedCalls, type SharedCalls } from './shared-calls.ts';
import { createUserCalls, type UserCalls } from './user-calls.ts';

/** The management API, typed, for the operator of a deployment: whoever has its `API_KEY`. */
export interface SluiceClient extends SharedCalls, OperatorCalls {}

/** The management API for one user: what is theirs, and nothing that only the operator may do. */
export interface UserClient extends SharedCalls, UserCalls {}

/** A client of one deployment, for its operator or for one user of it: that is told by the credential. */
export function createClient(options: OperatorConnection): SluiceClient;
export function createClient(options: UserConnection): UserClient;
export function createClient(options: ConnectionOptions): SluiceClient | UserClient {
  const connection = createConnection(options);
  const shared = createSharedCalls(connection);
  return options.apiKey === undefined
    ? { ...shared, ...createUserCalls(connection) }
    : { ...shared, ...createOperatorCalls(connection.send) };
}
