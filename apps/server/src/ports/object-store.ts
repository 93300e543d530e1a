import type { Readable } from 'node:stream';

/** What a store knows of one object. */
export interface ObjectInfo {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Opaque validator without quotes; changes whenever the bytes change. */
  readonly etag: string;
  readonly lastModified: Date;
  /** As given at `put`; absent where the store keeps none. */
  readonly contentType?: string;
}

/** First and last byte, both inclusive, as in RFC 9110 §14.1.2. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

export interface PutOptions {
  readonly contentType?: string;
  /** Refuse with `storage/object-exists` when the key is taken. */
  readonly ifAbsent?: boolean;
  /** Refuse with `storage/object-too-large` and keep nothing once the body exceeds this many bytes. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}

/** What the answer to a signed URL shall say of the object, where the store can. */
export interface PresignGetOptions {
  /** Whole value of `Content-Disposition`. */
  readonly contentDisposition?: string;
  readonly contentType?: string;
}

export interface ObjectStoreCapabilities {
  /** The store can sign a URL that a client uses without us. */
  readonly presign: boolean;
  /** Headers that a `PUT` by signed URL has to carry; none where absent. */
  readonly presignedPutHeaders?: Readonly<Record<string, string>>;
  /** Objects are plain files on this machine, see {@link ObjectStore.localPath}. */
  readonly localFiles: boolean;
}

/**
 * Bytes by key. Keys are opaque UTF-8 strings with `/` as separator; a key with an empty, `.` or `..`
 * segment, a control character or more than 1024 bytes is refused with `storage/invalid-key`.
 * A put is atomic: readers see the old object or the whole new one, never a part.
 * Failures are `SluiceError`s: `storage/object-missing`, `storage/object-exists`,
 * `storage/object-too-large`, `storage/invalid-key`, `storage/range-not-satisfiable` (a first byte behind the
 * end; a last byte behind it is cut), `storage/key-conflict` (files only: `a` beside `a/b`), `storage/unavailable`.
 * A body that fails, or a signal that aborts, rejects the put with its own error.
 */
export interface ObjectStore {
  readonly name: string;
  readonly capabilities: ObjectStoreCapabilities;
  put(key: string, body: Uint8Array | AsyncIterable<Uint8Array>, options?: PutOptions): Promise<ObjectInfo>;
  /** Null when there is no such object. */
  head(key: string): Promise<ObjectInfo | null>;
  /** The whole object, or one range of it, in one read. For objects small enough to hold in memory. */
  readBytes(key: string, range?: ByteRange): Promise<{ info: ObjectInfo; bytes: Uint8Array }>;
  /** As {@link readBytes}, as a stream; the caller destroys it when done early. */
  readStream(key: string, range?: ByteRange): Promise<{ info: ObjectInfo; body: Readable }>;
  /** All objects whose key starts with `prefix`, in ascending UTF-8 byte order of the key. */
  list(prefix: string): AsyncIterable<ObjectInfo>;
  /** Deleting a missing object is not an error. */
  delete(key: string): Promise<void>;
  copy(fromKey: string, toKey: string): Promise<void>;
  /**
   * A URL by which anybody reads the object, ranges included, until it expires; never asks whether the object exists.
   * `RangeError` for a lifetime below a second or above what the scheme allows (seven days). Present when
   * `capabilities.presign`.
   */
  presignGet?(key: string, expiresInSeconds: number, options?: PresignGetOptions): Promise<string>;
  /** As {@link presignGet}, for one `PUT` of the object after another. Present when `capabilities.presign`. */
  presignPut?(key: string, expiresInSeconds: number): Promise<string>;
  /** Present when `capabilities.localFiles`: absolute path of an existing object, safe against traversal and symbolic links. */
  localPath?(key: string): Promise<string>;
  /** Resolves when the store answers; rejects with `storage/unavailable` and a sentence that says what is wrong. */
  check(): Promise<void>;
}

/** A store as far as delivery needs one. */
export type ObjectReader = Pick<ObjectStore, 'name' | 'head' | 'readBytes' | 'readStream'>;
