import type { FieldFault } from '@sluice/contract';
import { SluiceError } from '../../ports/sluice-error.ts';

const refuse = (status: number, code: string, message: string, details = {}): SluiceError =>
  new SluiceError(`storage/${code}`, { status, message, details });

/** The refusals of the operator's routes. */
export const storageErrors = {
  /** Every fault; none of them holds a value. */
  invalidRequest: (faults: readonly FieldFault[]) => {
    const told = faults.map(({ place, message }) => `${place || 'the body'} ${message}`);
    return refuse(422, 'invalid-request', `The request cannot be read: ${told.join('; ')}.`, { faults });
  },
  providerNotFound: () => refuse(404, 'provider-not-found', 'There is no provider of this name.'),
  providerExists: () => refuse(409, 'provider-exists', 'There is a provider of this name: change it, or delete it.'),
  providerEmbedded: () =>
    refuse(409, 'provider-embedded', 'The settings of the server describe this provider: change them instead.'),
  providerInUse: (accounts: readonly string[]) =>
    refuse(409, 'provider-in-use', 'Accounts name this provider: change them, or delete it with force=true.', {
      accounts,
    }),
  unknownProviders: (names: readonly string[]) =>
    refuse(422, 'unknown-provider', `There is no provider ${names.map((name) => `“${name}”`).join(', ')}.`, {
      providers: names,
    }),
  accountNotFound: () => refuse(404, 'account-not-found', 'There is no account of this name.'),
  accountExists: () => refuse(409, 'account-exists', 'There is an account of this name: change it, or delete it.'),
  accessKeyTaken: () => refuse(409, 'access-key-taken', 'Another account has this access key: choose another.'),
} as const;
