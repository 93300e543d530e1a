import { type Carrier, type Grant, type NormalPath, parsePath, renewalGraceSeconds } from '@sluice/access';
import { unixSeconds } from '../../../ports/clock.ts';
import type { HttpRequest } from '../../../ports/http-exchange.ts';
import { credentialsOf, verifiersOf } from '../decision-context.ts';
import type { GateParts } from '../gate-parts.ts';

export interface Renewable {
  readonly grant: Grant;
  readonly carrier: Carrier;
  readonly path: NormalPath;
}

const canStillRenew = ({ expiresAtSeconds, renewableUntilSeconds }: Grant, nowSeconds: number): boolean =>
  renewableUntilSeconds !== null &&
  nowSeconds < renewableUntilSeconds &&
  nowSeconds < (expiresAtSeconds ?? 0) + renewalGraceSeconds;

/** The first token of a request that has ended and can still be renewed (edge access §9, §13.1); null without one. */
export function findRenewable(parts: GateParts, request: HttpRequest, rawTarget: string): Renewable | null {
  const keys = parts.ring();
  const parsed = parsePath(rawTarget);
  if (keys === null || !parsed.ok) return null;
  const verifiers = verifiersOf(parts, keys);
  const nowSeconds = unixSeconds(parts.clock);
  for (const credential of credentialsOf(request, parsed)) {
    const verified = credential.ok ? verifiers[credential.kind]?.(credential.text) : undefined;
    if (credential.ok && verified?.ok === true && canStillRenew(verified.grant, nowSeconds)) {
      return { carrier: credential.carrier, grant: verified.grant, path: parsed.path };
    }
  }
  return null;
}
