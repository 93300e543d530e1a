import type { StorageProvidersTable } from '../../../ports/database.ts';

/** Encrypts so that what is read back belongs to its owner alone. */
export interface CredentialSeal {
  wrap(secret: Uint8Array, owner: string): { wrapped: Uint8Array; nonce: Uint8Array; kekVersion: string };
  /** @throws when it cannot be opened here, or belongs to somebody else. */
  unwrap(secret: { wrapped: Uint8Array; nonce: Uint8Array; kekVersion: string }, owner: string): Uint8Array;
}

/** Credentials as their columns hold them. */
export type SealedCredentials = Pick<StorageProvidersTable, 'wrapped_credentials' | 'wrap_nonce' | 'kek_version'>;

type Credentials = Readonly<Record<string, string>>;

const none: SealedCredentials = { wrapped_credentials: null, wrap_nonce: null, kek_version: null };
const ownerOf = (provider: string): string => `sluice storage provider v1\n${provider}`;

export function sealCredentials(seal: CredentialSeal, provider: string, credentials: Credentials): SealedCredentials {
  if (Object.keys(credentials).length === 0) return none;
  const { wrapped, nonce, kekVersion } = seal.wrap(Buffer.from(JSON.stringify(credentials)), ownerOf(provider));
  return { wrapped_credentials: Buffer.from(wrapped), wrap_nonce: Buffer.from(nonce), kek_version: kekVersion };
}

/** @throws when they cannot be opened here, or are those of another provider. */
export function openCredentials(seal: CredentialSeal, provider: string, sealed: SealedCredentials): Credentials {
  const { wrapped_credentials: wrapped, wrap_nonce: nonce, kek_version: kekVersion } = sealed;
  if (wrapped === null || nonce === null || kekVersion === null) return {};
  const text = Buffer.from(seal.unwrap({ wrapped, nonce, kekVersion }, ownerOf(provider))).toString('utf8');
  return JSON.parse(text) as Credentials;
}
