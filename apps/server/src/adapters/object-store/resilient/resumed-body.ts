import { Readable } from 'node:stream';
import type { ByteRange, ObjectInfo, ObjectReader } from '../../../ports/object-store.ts';
import { isSluiceError } from '../../../ports/sluice-error.ts';
import { byteWindow } from '../byte-window.ts';
import { storageUnavailable } from '../storage-errors.ts';
import type { ProviderCalls } from './provider-calls.ts';
import { objectChanged, tooSlow } from './provider-errors.ts';
import { waitFor } from './wait-for.ts';

type Opened = Awaited<ReturnType<ObjectReader['readStream']>>;

interface Reading {
  readonly store: ObjectReader;
  readonly calls: ProviderCalls;
  readonly info: ObjectInfo;
  /** Where the wanted bytes lie in the object. */
  readonly start: number;
  readonly length: number;
}

const close = ({ body }: Opened): void => void body.destroy();

/** Another answer with the rest of the same version; its validator comes with the bytes, so none of another are taken. */
async function openRest({ store, calls, info, start, length }: Reading, position: number): Promise<Opened> {
  const rest = { first: start + position, last: start + length - 1 };
  const limits = { timeoutMs: calls.firstByteMs, discard: close };
  try {
    const opened = await calls.once(() => store.readStream(info.key, rest), limits);
    if (opened.info.etag === info.etag && opened.info.size === info.size) return opened;
    close(opened);
  } catch (error) {
    const isGone =
      isSluiceError(error, 'storage/object-missing') || isSluiceError(error, 'storage/range-not-satisfiable');
    if (!isGone) throw error;
  }
  throw objectChanged(info.key);
}

/** The wanted bytes of one version, taken up again where an answer breaks off; exactly `length` of them or an error. */
class BytesInOrder {
  readonly #reading: Reading;
  #opened: Opened;
  #chunks: AsyncIterator<Uint8Array>;
  #position = 0;
  #failures = 0;
  #failingSinceMs = 0;
  #isClosed = false;

  constructor(reading: Reading, opened: Opened) {
    this.#reading = reading;
    this.#opened = opened;
    this.#chunks = opened.body[Symbol.asyncIterator]();
  }

  /** Null at the end. */
  async next(): Promise<Uint8Array | null> {
    for (;;) {
      try {
        return await this.#read();
      } catch (error) {
        if (this.#isClosed || isSluiceError(error, 'storage/object-changed')) throw error;
        await this.#resume(error);
      }
    }
  }

  close(): void {
    this.#isClosed = true;
    close(this.#opened);
  }

  async #read(): Promise<Uint8Array | null> {
    const { calls, info, length } = this.#reading;
    if (this.#position === length) return this.#end();
    const chunk = await waitFor(calls.idleMs, this.#chunks.next(), () => tooSlow(calls.idleMs));
    if (chunk.done === true) throw storageUnavailable('the object broke off before its end.', undefined);
    this.#position += chunk.value.byteLength;
    this.#failures = 0;
    if (this.#position > length) throw objectChanged(info.key);
    return chunk.value;
  }

  /** Reads to the very end of the answer, so that its connection can be used again. */
  async #end(): Promise<null> {
    const { calls, info } = this.#reading;
    const late = (): Error => tooSlow(calls.idleMs);
    const end = await waitFor(calls.idleMs, this.#chunks.next(), late).catch(() => ({ done: true }));
    // Bytes behind the end are of no version that we know.
    if (end.done !== true) throw objectChanged(info.key);
    return null;
  }

  async #resume(broken: unknown): Promise<void> {
    const { calls } = this.#reading;
    close(this.#opened);
    calls.noteBroken(broken);
    for (let error = broken; ; ) {
      if (this.#failures === 0) this.#failingSinceMs = performance.now();
      this.#failures += 1;
      await calls.beforeRetry(error, this.#failures, this.#failingSinceMs);
      try {
        this.#opened = await openRest(this.#reading, this.#position);
        this.#chunks = this.#opened.body[Symbol.asyncIterator]();
        if (this.#isClosed) close(this.#opened);
        return;
      } catch (failure) {
        if (!isSluiceError(failure, 'storage/unavailable')) throw failure;
        error = failure;
      }
    }
  }
}

async function open(store: ObjectReader, calls: ProviderCalls, key: string, range?: ByteRange) {
  const limits = { timeoutMs: calls.firstByteMs, discard: close };
  const opened = await calls.repeat(() => store.readStream(key, range), limits);
  const { info } = opened;
  try {
    return { info, bytes: new BytesInOrder({ store, calls, info, ...byteWindow(key, info.size, range) }, opened) };
  } catch (error) {
    close(opened);
    throw error;
  }
}

/**
 * Reads a range of an object so that whoever reads it gets all of its bytes, all of one version, or an error: a body that
 * breaks off or falls silent is taken up again at the byte where it ended.
 */
export async function streamResumed(
  store: ObjectReader,
  calls: ProviderCalls,
  key: string,
  range?: ByteRange,
): Promise<Opened> {
  const { info, bytes } = await open(store, calls, key, range);
  const body = new Readable({
    read() {
      bytes.next().then(
        (chunk) => this.push(chunk),
        (error) => this.destroy(error),
      );
    },
    destroy(error, done) {
      bytes.close();
      done(error);
    },
  });
  return { info, body };
}

/** As {@link streamResumed}, in memory. */
export async function bytesResumed(
  store: ObjectReader,
  calls: ProviderCalls,
  key: string,
  range?: ByteRange,
): Promise<{ info: ObjectInfo; bytes: Uint8Array }> {
  const { info, bytes } = await open(store, calls, key, range);
  const chunks: Uint8Array[] = [];
  try {
    for (let chunk = await bytes.next(); chunk !== null; chunk = await bytes.next()) chunks.push(chunk);
  } finally {
    bytes.close();
  }
  return { info, bytes: chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks) };
}
