import { MalformedMediaError } from '../errors/media-errors.ts';
import { concatBytes } from './big-endian.ts';
import { type BoxHeader, parseBoxHeader } from './parse-boxes.ts';
import type { Fragment } from './sample.ts';

export interface FragmentReaderOptions {
  /** The most bytes that an init section or a fragment may have; more means a tool gone wild. */
  readonly maxFragmentBytes?: number;
}

/** A group of pictures of a minute at 30 Mb/s would fit. */
const DEFAULT_MAX_FRAGMENT_BYTES = 256 * 1024 * 1024;
/** Holds the `moof` of most fragments; the media data's size is known before it arrives. */
const FIRST_CAPACITY_BYTES = 16 * 1024;
const SHORTEST_HEADER_BYTES = 8;
const LONGEST_HEADER_BYTES = 16;

/** Boxes that a stream of fragments may start with; anything else first means that this is no such stream. */
const OPENING_BOXES = new Set(['ftyp', 'styp']);

/**
 * Cuts a fragmented MP4 arriving in chunks of any size into its init section and its fragments. Media data is copied
 * once, from the chunks into the buffer that becomes the fragment. Throws MalformedMediaError on anything else.
 */
export class FragmentReader {
  readonly #maxBytes: number;
  /** The box under way, and before it the `moof` that it belongs to; `#length` bytes of it are filled. */
  #buffer = new Uint8Array(FIRST_CAPACITY_BYTES);
  #length = 0;
  /** Where in the buffer the box under way begins. */
  #boxStart = 0;
  #hasMoof = false;
  #hasBegun = false;
  #initParts: Uint8Array[] = [];
  #init: Uint8Array | null = null;

  constructor(options: FragmentReaderOptions = {}) {
    this.#maxBytes = options.maxFragmentBytes ?? DEFAULT_MAX_FRAGMENT_BYTES;
  }

  /** Takes the next bytes and gives the fragments that they complete, oldest first. */
  push(chunk: Uint8Array): Fragment[] {
    const fragments: Fragment[] = [];
    for (let taken = 0; taken < chunk.length; ) {
      const part = chunk.subarray(taken, taken + this.#missingBytes());
      this.#append(part);
      taken += part.length;
      const fragment = this.#closeBox();
      if (fragment !== null) fragments.push(fragment);
    }
    return fragments;
  }

  /** `ftyp` and `moov`, once both have arrived. */
  initSection(): Uint8Array | null {
    return this.#init;
  }

  /** Says that no bytes follow. Throws when they ended inside a box or between a `moof` and its `mdat`. */
  finish(): void {
    if (this.#length > this.#boxStart) throw new MalformedMediaError('The stream ends in the middle of a box');
    if (this.#hasMoof) throw new MalformedMediaError('The stream ends before the media data of a fragment');
  }

  /** Bytes until the box under way is complete, or until its header can be read. */
  #missingBytes(): number {
    const present = this.#length - this.#boxStart;
    const header = this.#currentHeader();
    if (header !== null) return this.#checkedSize(header) - present;
    return (present < SHORTEST_HEADER_BYTES ? SHORTEST_HEADER_BYTES : LONGEST_HEADER_BYTES) - present;
  }

  #currentHeader(): BoxHeader | null {
    return parseBoxHeader(this.#buffer.subarray(this.#boxStart, this.#length));
  }

  #checkedSize({ type, sizeBytes }: BoxHeader): number {
    if (!this.#hasBegun && !OPENING_BOXES.has(type)) {
      throw new MalformedMediaError(`A fragmented MP4 does not start with a box '${type}'`);
    }
    if (sizeBytes === null) throw new MalformedMediaError(`Box '${type}' has no size, so no fragment can follow it`);
    if (this.#boxStart + sizeBytes > this.#maxBytes) {
      throw new MalformedMediaError(`Box '${type}' of ${sizeBytes} bytes passes the limit of ${this.#maxBytes}`);
    }
    return sizeBytes;
  }

  #append(part: Uint8Array): void {
    if (this.#length + part.length > this.#buffer.length) {
      const grown = new Uint8Array(this.#length + this.#missingBytes());
      grown.set(this.#buffer.subarray(0, this.#length));
      this.#buffer = grown;
    }
    this.#buffer.set(part, this.#length);
    this.#length += part.length;
  }

  /** If the box under way is complete, puts it where it belongs; gives the fragment if that completed one. */
  #closeBox(): Fragment | null {
    const header = this.#currentHeader();
    if (header === null || this.#length - this.#boxStart < this.#checkedSize(header)) return null;
    this.#hasBegun = true;
    this.#boxStart = this.#length;
    if (header.type === 'mdat') return this.#endFragment();
    if (header.type === 'moof') this.#beginFragment();
    else if (!this.#hasMoof) this.#takeOutside(header.type);
    return null;
  }

  #beginFragment(): void {
    if (this.#hasMoof) throw new MalformedMediaError("Two 'moof' boxes without media data between them");
    if (this.#init === null) throw new MalformedMediaError('A fragment came before the init section');
    this.#hasMoof = true;
  }

  #endFragment(): Fragment {
    if (!this.#hasMoof) throw new MalformedMediaError("Media data without a 'moof' before it");
    const fragment = this.#buffer.subarray(0, this.#length);
    this.#buffer = new Uint8Array(FIRST_CAPACITY_BYTES);
    this.#hasMoof = false;
    this.#startBox();
    return fragment;
  }

  /** A box between fragments: those of the init section are kept, `styp`, `sidx`, `free` and the like are not needed. */
  #takeOutside(type: string): void {
    if (this.#init === null && (type === 'ftyp' || type === 'moov')) {
      this.#initParts.push(this.#buffer.slice(0, this.#length));
      if (type === 'moov') this.#init = concatBytes(this.#initParts);
    }
    this.#startBox();
  }

  #startBox(): void {
    this.#length = 0;
    this.#boxStart = 0;
  }
}
