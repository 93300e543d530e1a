import { type KeyRecord, KeyRing, MacKey, macKeyRecord } from '@sluice/access';

/** The keys of VAULT_URL_SIGNING_KEY and its predecessors, which verify alone; null where there is none. */
export function vaultKeys(current: string, previous: readonly string[]): KeyRing | null {
  if (current === '') return null;
  const retiring = previous.map(
    (secret, index): KeyRecord =>
      macKeyRecord('vault-url', `vault-url-${index + 1}`, MacKey.fromText(secret), 'retiring'),
  );
  return new KeyRing([macKeyRecord('vault-url', 'vault-url', MacKey.fromText(current)), ...retiring]);
}
