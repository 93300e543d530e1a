import type { AccountCall, HttpRequest } from '../../../ports/http-exchange.ts';

/** Who calls a route of accounts. */
export function accountCallOf({ accountCall }: HttpRequest): AccountCall {
  if (accountCall === undefined) throw new TypeError('the route has no permission of accounts');
  return accountCall;
}
