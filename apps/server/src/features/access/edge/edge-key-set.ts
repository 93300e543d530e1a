import { createHash } from 'node:crypto';
import {
  decodeBase64url,
  encodeBase64url,
  isMacKeyRecord,
  type KeyClass,
  type KeyRecord,
  type KeyRing,
  MacKey,
  macKeyRecord,
  PublicKey,
} from '@sluice/access';
import type { EdgeKey, EdgeKeySet } from '@sluice/contract';

/** Classes that an edge decides with. */
const EDGE_CLASSES = ['edge-hmac', 'edge-jwt-sym', 'edge-jwt-asym', 'vylux-key-token'] as const satisfies KeyClass[];

function edgeKey(keyClass: EdgeKey['class'], record: KeyRecord): EdgeKey {
  const { kid, verifyKey } = record;
  // Only what verifies has a place here, and nothing of these states does not.
  const state = record.state as EdgeKey['state'];
  const material = isMacKeyRecord(record)
    ? encodeBase64url(record.verifyKey.exportBytes())
    : (verifyKey as PublicKey).jwk;
  return { kid, class: keyClass, alg: verifyKey.alg, state, material };
}

/**
 * What of `ring` an edge is given: the keys that verify, and of asymmetric pairs the public half alone (edge access
 * §18). Every process that has the same keys names them by the same version.
 */
export function edgeKeySet(ring: KeyRing): EdgeKeySet {
  const keys = EDGE_CLASSES.flatMap((keyClass) =>
    ring
      .verifyingKeys(keyClass)
      .map((record) => edgeKey(keyClass, record))
      .sort((a, b) => (a.kid < b.kid ? -1 : 1)),
  );
  const digest = createHash('sha256').update('sluice edge key set 1\n').update(JSON.stringify(keys)).digest('hex');
  return { version: digest.slice(0, 32), keys };
}

/** The records of a set that {@link edgeKeySet} made. Throws for a key whose material does not fit its algorithm. */
export function openEdgeKeySet({ keys }: EdgeKeySet): readonly KeyRecord[] {
  return keys.map(({ kid, class: keyClass, alg, state, material }) => {
    if (alg === 'HS256') {
      const secret = typeof material === 'string' ? decodeBase64url(material) : null;
      if (secret === null) throw new TypeError(`key ${kid} has no secret`);
      return macKeyRecord(keyClass, kid, new MacKey(secret), state);
    }
    if (typeof material === 'string') throw new TypeError(`key ${kid} is no public key`);
    return { keyClass, kid, state, verifyKey: new PublicKey(alg, material), signKey: null };
  });
}
