import type { KeyRecord } from './key-record.ts';
import type { KeyRing } from './key-ring.ts';

/** The key that verifies a JWT. An id names one key of both classes; its record brings the algorithm. */
export function findJwtKey(ring: KeyRing, kid: string): KeyRecord | null {
  return ring.verifyingKey('edge-jwt-sym', kid) ?? ring.verifyingKey('edge-jwt-asym', kid);
}
