import { createHash } from 'node:crypto';
import type { JobOrder } from './parse-create-body.ts';

/** Equal for equal work: hex SHA-256 of the canonical request (Vylux contract §7.4, vectors A9). */
export function jobFingerprint({ type, hash, source, options }: Omit<JobOrder, 'callbackUrl'>): string {
  return createHash('sha256').update(JSON.stringify({ type, hash, source, options })).digest('hex');
}
