import { createHash } from 'node:crypto';
import type { JobOrder } from './parse-create-body.ts';

/**
 * Equal for equal work: hex SHA-256 of the canonical request (Vylux contract §7.4, vectors A9). A provider is part of it
 * where one is named.
 */
export function jobFingerprint({
  type,
  hash,
  source,
  provider,
  options,
}: Omit<JobOrder, 'callbackUrl' | 'callbackUserId'>): string {
  const request = { type, hash, source, options, ...(provider === null ? {} : { provider }) };
  return createHash('sha256').update(JSON.stringify(request)).digest('hex');
}
