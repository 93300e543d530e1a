import { type Grant, type RevocationSet, unbound } from '@sluice/access';

/** Whether the URL of this id was revoked, as far as this process knows. */
export function isTakenBack(revocations: RevocationSet, id: string): boolean {
  const grant: Grant = {
    scheme: 'vault-url',
    keyId: 'vault-url',
    tokenId: id,
    subject: null,
    resource: { kind: 'area', patterns: [] },
    actions: [],
    notBeforeSeconds: null,
    expiresAtSeconds: null,
    renewableUntilSeconds: null,
    bindings: unbound,
  };
  return revocations.revokes(grant);
}
