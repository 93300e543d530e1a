import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Ids of participants whose token names none. */
export interface ChosenIds {
  create(tokenDigest: string): string;
  /** Whether this id was given, by any process of the deployment, to one who came with that token. */
  isOf(id: string, tokenDigest: string): boolean;
}

const NONCE_BYTES = 16;
const PROOF_BYTES = 16;

/** An id proves itself, so that who comes back to another process is the same participant there, and nobody else is. */
export function createChosenIds(secret: string): ChosenIds {
  const proofOf = (nonce: Buffer, tokenDigest: string): Buffer =>
    createHmac('sha256', secret)
      .update('sluice: id of a participant\n')
      .update(nonce)
      .update(tokenDigest)
      .digest()
      .subarray(0, PROOF_BYTES);
  return {
    create(tokenDigest) {
      const nonce = randomBytes(NONCE_BYTES);
      return Buffer.concat([nonce, proofOf(nonce, tokenDigest)]).toString('base64url');
    },
    isOf(id, tokenDigest) {
      const bytes = Buffer.from(id, 'base64url');
      if (bytes.length !== NONCE_BYTES + PROOF_BYTES || bytes.toString('base64url') !== id) return false;
      const nonce = bytes.subarray(0, NONCE_BYTES);
      return timingSafeEqual(bytes.subarray(NONCE_BYTES), proofOf(nonce, tokenDigest));
    },
  };
}
