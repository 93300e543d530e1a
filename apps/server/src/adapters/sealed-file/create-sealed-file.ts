import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SealedFile } from '../../ports/sealed-file.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const ALGORITHM = 'aes-256-gcm';

function open(key: Uint8Array, purpose: string, sealed: Uint8Array): string | null {
  try {
    const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(purpose));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    return decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return null;
  }
}

/**
 * A file under AES-256-GCM with a key that is made from `secret` for this `purpose` alone (HKDF-SHA256), mode 0600.
 * Nonce, ciphertext and tag follow each other.
 */
export function createSealedFile(path: string, secret: string, purpose: string): SealedFile {
  const key = new Uint8Array(hkdfSync('sha256', secret, '', purpose, 32));
  return {
    async read() {
      const sealed = await readFile(path).catch(() => null);
      return sealed === null ? null : open(key, purpose, sealed);
    },
    async write(text) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(purpose));
      const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      const draft = `${path}.${randomBytes(8).toString('hex')}`;
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      try {
        await writeFile(draft, sealed, { mode: 0o600, flag: 'wx' });
        await rename(draft, path);
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
    },
  };
}
