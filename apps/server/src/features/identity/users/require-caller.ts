import { decide, noRevocations } from '@sluice/access';
import type { Caller, HttpRequest } from '../../../ports/http-exchange.ts';

/** The caller of a route of users. A route whose row does not ask for one has none: that is a fault of ours. */
export function requireCaller({ caller }: HttpRequest): Caller {
  if (caller === undefined) throw new TypeError('a handler of users stands behind a row without the permission "user"');
  return caller;
}

/** Whether the caller may see and change what belongs to this user. */
export function mayManage({ grant }: Caller, userId: string, nowSeconds: number): boolean {
  const facts = { clientAddress: null, origin: null, referer: null, userAgent: null };
  const request = { ...facts, action: 'manage', resource: { kind: 'user', userId } } as const;
  return decide(grant, request, nowSeconds, noRevocations).ok;
}
