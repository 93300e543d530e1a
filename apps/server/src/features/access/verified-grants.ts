import { type Grant, parsePath } from '@sluice/access';
import type { HttpRequest } from '../../ports/http-exchange.ts';
import { credentialsOf, verifiersOf } from './decision-context.ts';
import type { GateParts } from './gate-parts.ts';

/** What the signed tokens of a refused request grant: those with a good signature, whatever they were refused for. */
export function verifiedGrants(
  parts: Pick<GateParts, 'crypto' | 'issuer' | 'grants' | 'ring'>,
  request: HttpRequest,
  rawTarget: string,
): readonly Grant[] {
  const keys = parts.ring();
  const parsed = parsePath(rawTarget);
  if (keys === null || !parsed.ok) return [];
  const verifiers = verifiersOf(parts, keys);
  return credentialsOf(request, parsed).flatMap((credential) => {
    const verified = credential.ok ? verifiers[credential.kind]?.(credential.text) : undefined;
    return verified?.ok === true ? [verified.grant] : [];
  });
}
