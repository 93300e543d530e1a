import type { AccountView } from '@sluice/contract';
import { type AccountRow, accountOf } from './account-store.ts';

/** An account as its operator sees it. */
export function accountView(row: AccountRow): AccountView {
  const { name, enabled, provider, providers, directory, dayLimit = 0, derive = [], accessKey } = accountOf(row);
  return {
    ...{ name, enabled, provider, providers: [...providers], directory, dayLimit, derive: [...derive], accessKey },
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}
