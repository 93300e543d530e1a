import type { UserKeyView } from '@sluice/contract';
import type { StoredKey } from './api-key-store.ts';

/** LynxVizion contract §2.2: UTC to the second, without a zone. */
const timestamp = (time: Date): string => time.toISOString().slice(0, 19);

/** A key as its owner sees it. */
export const keyView = (key: StoredKey): UserKeyView => ({
  id: String(key.id),
  name: key.name,
  key_prefix: key.prefix,
  raw_key: null,
  is_active: key.is_active ? 1 : 0,
  last_used_at: key.last_used_at === null ? null : timestamp(key.last_used_at),
  created_at: timestamp(key.created_at),
});
