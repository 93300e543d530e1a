import type { UserContext } from '@sluice/contract';
import { jsonAnswer, noStore, type RouteHandler } from '../../../ports/http-exchange.ts';
import { requireCaller } from './require-caller.ts';

/** Handler of `GET /api/auth/me`. */
export function userHandlers() {
  const readUserContext: RouteHandler = async (request) => {
    const { userId, clerkUserId, authType } = requireCaller(request);
    const context: UserContext = { user_id: userId, clerk_user_id: clerkUserId, auth_type: authType };
    return jsonAnswer(200, context, noStore);
  };
  return { readUserContext };
}
