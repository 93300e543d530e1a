import { MalformedMediaError } from '../errors/media-errors.ts';

/** Reads big-endian fields one after the other and never past the end: that is a MalformedMediaError. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get remaining(): number {
    return this.#bytes.length - this.#position;
  }

  u8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#advance(2));
  }

  u24(): number {
    return this.u8() * 0x1_0000 + this.u16();
  }

  u32(): number {
    return this.#view.getUint32(this.#advance(4));
  }

  i32(): number {
    return this.#view.getInt32(this.#advance(4));
  }

  /** A 64-bit field as a number. Beyond 2^53 it is no size or time that we could meet, so it is refused. */
  u64(): number {
    return safeNumber(this.#view.getBigUint64(this.#advance(8)));
  }

  i64(): number {
    return safeNumber(this.#view.getBigInt64(this.#advance(8)));
  }

  fourCharacters(): string {
    return String.fromCharCode(...this.bytes(4));
  }

  /** The next bytes as a view. */
  bytes(length: number): Uint8Array {
    const start = this.#advance(length);
    return this.#bytes.subarray(start, start + length);
  }

  rest(): Uint8Array {
    return this.bytes(this.remaining);
  }

  skip(length: number): void {
    this.#advance(length);
  }

  #advance(length: number): number {
    if (length > this.remaining) {
      throw new MalformedMediaError(`Wanted ${length} more bytes where ${this.remaining} are left`);
    }
    const start = this.#position;
    this.#position += length;
    return start;
  }
}

function safeNumber(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new MalformedMediaError('A 64-bit field holds an impossible value');
  return number;
}
