import type { Caller, HttpRequest } from '../../../ports/http-exchange.ts';

/** The caller of a route of users. A route whose row does not ask for one has none: that is a fault of ours. */
export function requireCaller({ caller }: HttpRequest): Caller {
  if (caller === undefined) throw new TypeError('a handler of users stands behind a row without the permission "user"');
  return caller;
}
