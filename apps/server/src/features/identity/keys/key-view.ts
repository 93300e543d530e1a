import type { UserKeyView } from '@sluice/contract';
import { formatUserTime } from '../users/format-user-time.ts';
import type { StoredKey } from './api-key-store.ts';

/** A key as its owner sees it. */
export const keyView = (key: StoredKey): UserKeyView => ({
  id: String(key.id),
  name: key.name,
  key_prefix: key.prefix,
  raw_key: null,
  is_active: key.is_active ? 1 : 0,
  last_used_at: key.last_used_at === null ? null : formatUserTime(key.last_used_at),
  created_at: formatUserTime(key.created_at),
});
