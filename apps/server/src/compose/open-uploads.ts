import { join } from 'node:path';
import type { SyncCrypto } from '@sluice/access';
import { orderDerived } from '../features/jobs/index.ts';
import {
  type Accounts,
  createUploadGrants,
  grantHandlers,
  type IdentifyUploader,
  type OnStored,
  objectHandlers,
  openUploadSpool,
  type Providers,
  resumableHandlers,
} from '../features/storage/index.ts';
import { jobCreation } from './job-creation.ts';
import type { Base, Closing } from './open-base.ts';

/** Bringing objects into the directory of an account. */
export interface Uploads {
  readonly identifyUploader: IdentifyUploader;
  readonly handlers: ReturnType<typeof objectHandlers> &
    ReturnType<typeof grantHandlers> &
    ReturnType<typeof resumableHandlers>;
}

const SWEEP_MS = 10 * 60_000;

export async function openUploads(
  base: Base,
  storage: { readonly accounts: Accounts; readonly providers: Providers },
  crypto: SyncCrypto,
  publicUrl: () => string,
  closings: Closing[],
): Promise<Uploads> {
  const { clock, config, log } = base;
  const { accounts, providers } = storage;
  const creation = jobCreation(base, storage);
  const onStored: OnStored = async ({ derive = [] }, destination) =>
    orderDerived(creation, { ...destination, derive }).catch((err: unknown) =>
      log.error({ err, ...destination }, 'what an account wants of its recordings was not ordered'),
    );
  const spool = await openUploadSpool(
    {
      folder: join(config.DATA_DIR, 'uploads'),
      maxBytes: config.UPLOAD_SPOOL_SIZE,
      lifetimeMs: config.UPLOAD_EXPIRY * 1000,
    },
    providers,
    { accounts, onStored },
  );
  const sweep = (): void => void spool.sweep().catch((err: unknown) => log.error({ err }, 'uploads were not swept'));
  const timer = setInterval(sweep, SWEEP_MS);
  closings.push(async () => clearInterval(timer));
  sweep();
  const maxBytes = config.MAX_FILE_SIZE;
  const grants = createUploadGrants(crypto, clock, accounts, config.ENCRYPTION_KEY);
  return {
    identifyUploader: grants.identifyUploader,
    handlers: {
      ...objectHandlers(providers, maxBytes, onStored),
      ...grantHandlers({ grants, providers, clock, maxBytes, publicUrl }),
      ...resumableHandlers({ spool, clock, maxBytes, baseUrl: config.BASE_URL }),
    },
  };
}
