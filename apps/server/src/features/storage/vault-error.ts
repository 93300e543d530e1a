import { SluiceError } from '../../ports/sluice-error.ts';

const refuse = (status: number, code: string, message: string, details = {}): SluiceError =>
  new SluiceError(`vault/${code}`, { status, message, details });

/** The refusals of Kerberos Vault contract §4.3; the code without its room is the `entityStatusCode`. */
export const vaultErrors = {
  missingAccessKey: () => refuse(400, 'file-missing-access-key', 'X-Kerberos-Storage-AccessKey is missing.'),
  missingSecret: () => refuse(400, 'file-missing-secret-access-key', 'X-Kerberos-Storage-SecretAccessKey is missing.'),
  missingFileName: () => refuse(400, 'file-missing-name', 'X-Kerberos-Storage-FileName is missing.'),
  missingProvider: () => refuse(400, 'storage-provider-missing', 'X-Kerberos-Storage-Provider is missing.'),
  invalidFileName: (why: string) => refuse(400, 'file-invalid-name', `The file name cannot be used: ${why}.`),
  invalidRequest: (message: string) => refuse(400, 'request-invalid', message),
  accountNotFound: () => refuse(401, 'storage-account-not-found', 'The access key or its secret is not right.'),
  providerNotFound: () => refuse(401, 'storage-provider-not-found', 'Provider is not available to this account.'),
  outsideDirectory: () =>
    refuse(401, 'storage-directory-invalid', 'The file is outside the directory of this account.'),
  tooManyFailures: (retryAfterSeconds: number) =>
    refuse(429, 'too-many-requests', 'Too many failed attempts.', { retryAfterSeconds }),
} as const;
