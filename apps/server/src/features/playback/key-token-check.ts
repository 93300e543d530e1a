import { decide, decodePercent, type KeyRing, noRevocations, type SyncCrypto, verifyKeyToken } from '@sluice/access';
import type { HttpRequest } from '../../ports/http-exchange.ts';
import { SluiceError } from '../../ports/sluice-error.ts';

const keyErrors = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  500: 'Internal Server Error',
} as const;

/** A refusal of Vylux contract §6.2: one word, whatever the reason. */
export function keyError(status: keyof typeof keyErrors, cause?: unknown): SluiceError {
  return new SluiceError('playback/key-refused', { status, message: keyErrors[status], cause });
}

export interface KeyTokenParts {
  readonly crypto: SyncCrypto;
  readonly ring: () => KeyRing | null;
  readonly nowSeconds: () => number;
}

/** The asset whose content key the request's Bearer token opens. Order of checks: header, token, asset (§6.2). */
export function checkKeyToken({ crypto, ring, nowSeconds }: KeyTokenParts, { headers, params }: HttpRequest): string {
  const token = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];
  if (token === undefined) throw keyError(401);
  const keys = ring();
  if (keys === null) throw keyError(500);
  const assetId = decodePercent(params.hash ?? '') ?? '';
  const verification = verifyKeyToken(crypto, keys, token);
  if (!verification.ok) throw keyError(403);
  const request = {
    action: 'read',
    resource: { kind: 'content-key', assetId },
    clientAddress: null,
    origin: null,
    referer: null,
    userAgent: null,
  } as const;
  if (!decide(verification.grant, request, nowSeconds(), noRevocations).ok) throw keyError(403);
  return assetId;
}
