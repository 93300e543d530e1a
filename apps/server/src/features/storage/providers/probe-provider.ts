import { randomBytes, randomUUID } from 'node:crypto';
import type { ProviderCheck } from '@sluice/contract';
import type { ObjectStore } from '../../../ports/object-store.ts';
import { SluiceError } from '../../../ports/sluice-error.ts';
import { storageErrors } from '../storage-error.ts';
import { explainProbeFailure, type ProbeStep } from './explain-probe-failure.ts';

/** Folder of the objects that probes write; nothing else lies there. */
const PROBE_PREFIX = 'sluice-probe/';
const TIMEOUT_MS = 25_000;
const RANGE = { first: 8, last: 15 };

const differs = (): SluiceError =>
  new SluiceError('storage/unavailable', { status: 503, message: 'Other bytes came back than were written.' });

/** Fails where the store does: told of every step before it begins. */
async function useStore(store: ObjectStore, key: string, begin: (step: ProbeStep) => void): Promise<void> {
  const bytes = randomBytes(32);
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  begin('write');
  await store.put(key, bytes, { signal, contentType: 'application/octet-stream' });
  begin('read');
  if (!bytes.equals((await store.readBytes(key)).bytes)) throw differs();
  begin('read-range');
  const part = (await store.readBytes(key, RANGE)).bytes;
  if (!bytes.subarray(RANGE.first, RANGE.last + 1).equals(part)) throw differs();
  begin('presign');
  if (store.capabilities.presign) await store.presignGet?.(key, 60);
  begin('delete');
  await store.delete(key);
  if ((await store.head(key)) !== null) throw differs();
}

function silence(): { readonly over: Promise<never>; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' })), TIMEOUT_MS);
  });
  return { over, stop: () => clearTimeout(timer) };
}

/** A store that may be read though not written is told from one that opens nothing. */
async function refine(store: ObjectStore | null, step: ProbeStep, found: ProviderCheck): Promise<ProviderCheck> {
  if (store === null || step !== 'write' || found.code !== 'no_permission') return found;
  // Of a folder, the check writes.
  if (store.capabilities.localFiles) return found;
  const mayList = await store.check().then(
    () => true,
    () => false,
  );
  return mayList ? { ...found, code: 'read_only', message: 'The credentials may read, but not write objects.' } : found;
}

/** Writes, reads, signs and deletes a small object. Throws `storage/provider-not-found`; everything else is told. */
export async function probeProvider(open: () => Promise<ObjectStore | null>): Promise<ProviderCheck> {
  const key = `${PROBE_PREFIX}${randomUUID()}`;
  let step: ProbeStep = 'open';
  let store: ObjectStore | null = null;
  const timer = silence();
  try {
    store = await open();
    if (store === null) throw storageErrors.providerNotFound();
    const using = useStore(store, key, (next) => {
      step = next;
    });
    using.catch(() => undefined);
    await Promise.race([using, timer.over]);
    return { ok: true, code: 'ok', message: 'It can be written, read and deleted.' };
  } catch (error) {
    if (error instanceof SluiceError && error.code === 'storage/provider-not-found') throw error;
    const found = await refine(store, step, explainProbeFailure(step, error));
    if (step !== 'open' && step !== 'write') await store?.delete(key).catch(() => undefined);
    return found;
  } finally {
    timer.stop();
  }
}
