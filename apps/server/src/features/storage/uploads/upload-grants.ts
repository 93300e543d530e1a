import { hkdfSync } from 'node:crypto';
import {
  decide,
  KeyRing,
  MacKey,
  macKeyRecord,
  noRevocations,
  type SyncCrypto,
  signUploadGrant,
  verifyUploadGrant,
} from '@sluice/access';
import { type Clock, unixSeconds } from '../../../ports/clock.ts';
import type { AccountCall, UploadPermit } from '../../../ports/http-exchange.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { vaultErrors } from '../vault-error.ts';
import { type Destination, destinationOf } from './destination.ts';
import { uploadErrors } from './upload-errors.ts';

/** Who may upload by the value of `Authorization`. Throws a 401. */
export type IdentifyUploader = (authorization: readonly string[]) => Promise<AccountCall>;

/** For processes without the routes of uploads. */
export const identifyNoUploader: IdentifyUploader = async () => {
  throw uploadErrors.grantInvalid();
};

/** Signs and reads upload grants. */
export interface UploadGrants {
  sign(account: string, destination: Destination, maxBytes: number, expiresAtSeconds: number): string;
  readonly identifyUploader: IdentifyUploader;
}

const KEY_LABEL = 'sluice upload grant key v1';

/** A key of its own, the same in every process of the deployment: nothing but grants is ever signed with it. */
function grantKey(encryptionKey: string): MacKey {
  const bytes = hkdfSync('sha256', Buffer.from(encryptionKey, 'hex'), '', KEY_LABEL, 32);
  return new MacKey(new Uint8Array(bytes));
}

export function createUploadGrants(
  crypto: SyncCrypto,
  clock: Clock,
  accounts: Pick<Accounts, 'findAccount'>,
  encryptionKey: string,
): UploadGrants {
  const key = grantKey(encryptionKey);
  const ring = new KeyRing([macKeyRecord('upload-grant', 'v1', key)]);

  return {
    sign: (account, { provider, key: filename }, maxBytes, expiresAtSeconds) =>
      signUploadGrant(crypto, key, { account, provider, filename, maxBytes, expiresAtSeconds }),
    async identifyUploader(authorization) {
      const [line = '', ...others] = authorization;
      const token = /^Bearer +(\S+)$/i.exec(line)?.[1];
      if (token === undefined || others.length > 0) throw uploadErrors.grantInvalid();
      const verified = verifyUploadGrant(crypto, ring, token);
      if (!verified.ok) throw uploadErrors.grantInvalid();
      const { claims, grant } = verified;
      const permit = { grant, provider: claims.provider, key: claims.filename, maxBytes: claims.maxBytes };
      checkPermit(permit, permit, unixSeconds(clock));
      const account = await accounts.findAccount(claims.account);
      if (account?.enabled !== true) throw vaultErrors.accountNotFound();
      destinationOf(account, claims);
      return { account, fields: {}, permit };
    },
  };
}

/** Throws where the permit is not for this object, or not any more. */
export function checkPermit({ grant }: UploadPermit, { provider, key }: Destination, nowSeconds: number): void {
  const nobody = { clientAddress: null, origin: null, referer: null, userAgent: null };
  const resource = { kind: 'provider-object', provider, key } as const;
  const decision = decide(grant, { ...nobody, action: 'replace', resource }, nowSeconds, noRevocations);
  if (decision.ok) return;
  // Another's upload is no news for whoever holds a grant.
  throw decision.reason === 'token_expired' ? uploadErrors.grantExpired() : uploadErrors.notFound();
}
