import { MacKey, signVaultUrl } from '@sluice/access';
import { nodeCrypto } from '../../apps/server/src/adapters/crypto/node.ts';
import { type SigningRate, signingRate } from './signing-rate.ts';

/** URLs of this server for objects of providers, as `/api/storage` gives them. */
export function vaultSigned(): Promise<SigningRate> {
  const crypto = nodeCrypto();
  const key = MacKey.fromText('0123456789abcdef'.repeat(4));
  const claims = { account: 'account-a', provider: 'primary-provider', expiresAtSeconds: 1_777_032_108, nonce: null };
  return signingRate('Vault-signed', (index) => {
    const filename = `account-a/1776427171_1-1_frontdoor_402-263-805-680_801_${index}.mp4`;
    return signVaultUrl(crypto, key, 'https://vault.example.com', { ...claims, filename }).url;
  });
}
