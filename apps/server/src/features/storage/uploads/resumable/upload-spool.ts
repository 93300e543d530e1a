import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileStore } from '@tus/file-store';
import type { Upload } from '@tus/server';
import type { Accounts } from '../../accounts/accounts.ts';
import type { Providers } from '../../providers/providers.ts';
import { openDestination } from '../open-destination.ts';
import type { OnStored } from '../stored-upload.ts';
import { uploadErrors } from '../upload-errors.ts';
import { recordOf } from './upload-record.ts';

/** Uploads on their way, as files of a folder of this machine: a process that is started again goes on with them. */
export interface UploadSpool {
  /** Of the library: bytes by id. */
  readonly files: FileStore;
  readonly lifetimeMs: number;
  /** Null for an id of nobody. */
  find(id: string): Promise<Upload | null>;
  /** Keeps room for an upload that is about to begin; throws a 507 where there is none. */
  reserve(id: string, size: number): Promise<void>;
  isStored(id: string): Promise<boolean>;
  /** Makes whole bytes an object, once; what they took on the disk is free then. */
  store(id: string): Promise<void>;
  discard(id: string): Promise<void>;
  /** Removes what has expired. */
  sweep(): Promise<void>;
}

export interface SpoolSettings {
  readonly folder: string;
  /** Bytes of all uploads that are on their way together. */
  readonly maxBytes: number;
  readonly lifetimeMs: number;
}

/** What an upload takes besides its bytes. */
const ENTRY_BYTES = 4096;
/** An upload of which nothing is on the disk by then was never begun. */
const BEGIN_MS = 60_000;

/** Room that is kept for an upload. */
interface Held {
  readonly bytes: number;
  readonly sinceMs: number;
}

/** Beside the bytes of an upload: it is stored. */
const STORED = '.stored';

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

function openFiles({ folder, lifetimeMs }: SpoolSettings): FileStore {
  const files = new FileStore({ directory: folder, expirationPeriodInMilliseconds: lifetimeMs });
  // A length that is told later could not be held against the room that is left.
  files.extensions = ['creation', 'creation-with-upload', 'termination', 'expiration'];
  return files;
}

/** What follows once an object is whole. */
export interface AfterUpload {
  readonly accounts: Pick<Accounts, 'findAccount'>;
  readonly onStored: OnStored;
}

export async function openUploadSpool(
  settings: SpoolSettings,
  providers: Providers,
  { accounts, onStored }: AfterUpload,
): Promise<UploadSpool> {
  const { folder, maxBytes, lifetimeMs } = settings;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const files = openFiles(settings);
  const held = new Map<string, Held>();
  const storing = new Map<string, Promise<void>>();
  const fileOf = (id: string): string => join(folder, id);

  const isStored = async (id: string): Promise<boolean> => {
    const marker = await open(fileOf(id) + STORED).catch(() => null);
    await marker?.close();
    return marker !== null;
  };

  const find = async (id: string): Promise<Upload | null> => {
    try {
      return await files.getUpload(id);
    } catch {
      return null;
    }
  };

  async function toStore(id: string): Promise<void> {
    if (await isStored(id)) return;
    const upload = await files.getUpload(id);
    const record = recordOf(upload);
    if (record === null || upload.offset !== upload.size) throw uploadErrors.notFound();
    const store = await openDestination(providers, record.provider);
    const { contentType } = record;
    await store.put(record.key, createReadStream(fileOf(id)), contentType === null ? {} : { contentType });
    const account = await accounts.findAccount(record.account);
    if (account !== null) await onStored(account, record);
    await writeFile(fileOf(id) + STORED, '', { mode: 0o600 });
    held.delete(id);
    // A hole of the same length: whoever lost the last answer still learns that all of it arrived.
    await truncate(fileOf(id), 0);
    await truncate(fileOf(id), upload.size);
  }

  const hold = (id: string, size: number): void =>
    void held.set(id, { bytes: size + ENTRY_BYTES, sinceMs: performance.now() });
  const heldBytes = (): number => [...held.values()].reduce((sum, { bytes }) => sum + bytes, 0);

  /** What other processes did in the same folder shows on the disk alone. */
  async function recount(): Promise<void> {
    const ids = (await readdir(folder)).filter((name) => /^[0-9a-f]{32}$/.test(name));
    const known = new Set(ids);
    const begunMs = performance.now() - BEGIN_MS;
    for (const [id, { sinceMs }] of held) if (!known.has(id) && sinceMs < begunMs) held.delete(id);
    for (const id of ids) {
      const upload = await find(id);
      if (upload === null || (await isStored(id))) held.delete(id);
      else hold(id, upload.size ?? 0);
    }
    for (const name of await readdir(folder)) {
      if (name.endsWith(STORED) && !known.has(name.slice(0, -STORED.length)))
        await rm(join(folder, name), { force: true });
    }
  }

  await recount();
  return {
    files,
    lifetimeMs,
    find,
    isStored,
    async reserve(id, size) {
      const leftBytes = maxBytes - size - ENTRY_BYTES;
      if (heldBytes() > leftBytes) await recount();
      if (heldBytes() > leftBytes) throw uploadErrors.spaceFull();
      hold(id, size);
    },
    store(id) {
      const running = storing.get(id) ?? toStore(id).finally(() => storing.delete(id));
      storing.set(id, running);
      return running;
    },
    async discard(id) {
      held.delete(id);
      await files.remove(id).catch(() => undefined);
      await rm(fileOf(id) + STORED, { force: true });
    },
    async sweep() {
      await files.deleteExpired();
      await recount().catch((error: unknown) => {
        if (!isMissing(error)) throw error;
      });
    },
  };
}
