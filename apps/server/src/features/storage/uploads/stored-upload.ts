import type { Account } from '../../../ports/storage-account.ts';
import type { Destination } from './destination.ts';

/** Told of every object that an account has brought in whole. Never rejects: the object is there whatever follows. */
export type OnStored = (account: Pick<Account, 'derive'>, destination: Destination) => Promise<void>;
