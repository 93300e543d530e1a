import type { AskEntitlement, EntitlementQuestion } from './entitlement.ts';
import { entitlementError } from './entitlement-error.ts';

/** Throws where the viewer may not have a token: a 403 `not_entitled`, a 503 where nobody could say. */
export async function requireEntitlement(ask: AskEntitlement, question: EntitlementQuestion): Promise<void> {
  const entitlement = await ask(question);
  if (entitlement === 'not_entitled') throw entitlementError('not_entitled');
  if (entitlement === 'unknown') throw entitlementError('entitlement_unknown');
}
