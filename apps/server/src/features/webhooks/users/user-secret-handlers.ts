import type { CreatedUserWebhookSecret, UserWebhookSecret } from '@sluice/contract';
import type { Database } from '../../../ports/database.ts';
import { jsonAnswer, noStore, type RouteHandler } from '../../../ports/http-exchange.ts';
import { formatUserTime, identityErrors, requireCaller } from '../../identity/index.ts';
import { deleteUserSecret, findUserSecret, type OwnedSecretWrapping, renewUserSecret } from './user-secret-store.ts';

/** Handlers of the secret that the callbacks of a user are signed with. Each user has their own. */
export function userSecretHandlers(database: Database, wrapping: OwnedSecretWrapping) {
  const missing = () => identityErrors.notFound('Webhook secret');

  const renewUserWebhookSecret: RouteHandler = async (request) => {
    const { secret, createdAt } = await renewUserSecret(database, wrapping, requireCaller(request).userId);
    const created: CreatedUserWebhookSecret = { secret, created_at: formatUserTime(createdAt) };
    return jsonAnswer(201, created, noStore);
  };
  const readUserWebhookSecret: RouteHandler = async (request) => {
    const createdAt = await findUserSecret(database, requireCaller(request).userId);
    if (createdAt === null) throw missing();
    const found: UserWebhookSecret = { created_at: formatUserTime(createdAt) };
    return jsonAnswer(200, found, noStore);
  };
  const deleteUserWebhookSecret: RouteHandler = async (request) => {
    if (!(await deleteUserSecret(database, requireCaller(request).userId))) throw missing();
    return jsonAnswer(200, { ok: true }, noStore);
  };
  return { renewUserWebhookSecret, readUserWebhookSecret, deleteUserWebhookSecret };
}
