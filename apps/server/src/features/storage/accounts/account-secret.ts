import { createHash, randomInt, timingSafeEqual } from 'node:crypto';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const WORD = `${LETTERS}${LETTERS.toLowerCase()}0123456789`;

const draw = (alphabet: string, length: number): string =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');

/** Twenty capital letters and digits: 103 bits. */
export const newAccessKey = (): string => draw(`${LETTERS}0123456789`, 20);

/** `vsk_` and 40 letters and digits: 238 bits. */
export const newSecret = (): string => `vsk_${draw(WORD, 40)}`;

/** SHA-256 of the UTF-8 bytes, which is how a secret is kept (Kerberos Vault contract §2). */
export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret, 'utf8').digest();

const nobody = Buffer.alloc(32);

/** Whether the hash is of this secret; for an account that does not exist, the same work and false. */
export function isSecretOf(secret: string, hash: Uint8Array | undefined): boolean {
  return timingSafeEqual(hashSecret(secret), hash ?? nobody) && hash !== undefined;
}
