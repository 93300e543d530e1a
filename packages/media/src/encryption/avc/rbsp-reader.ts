import { MalformedMediaError } from '../../errors/media-errors.ts';

/**
 * Reads bits of a NAL unit, leaving out its emulation prevention bytes (ITU-T H.264 §7.3.1: a 3 after two zeros), with
 * the codes of §9.1. Positions count the bytes as they lie in the NAL unit, prevention bytes included.
 */
export class RbspReader {
  readonly #bytes: Uint8Array;
  #position = 0;
  #bit = 0;
  #zeros = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Bytes touched so far; one that is read in part counts. */
  get bytesTouched(): number {
    return this.#position + (this.#bit === 0 ? 0 : 1);
  }

  /** u(1) as a truth value. */
  flag(): boolean {
    return this.bit() === 1;
  }

  bit(): number {
    if (this.#bit === 0) this.#skipEmulationPrevention();
    const byte = this.#bytes[this.#position];
    if (byte === undefined) throw new MalformedMediaError('A NAL unit ends inside its header');
    const value = (byte >> (7 - this.#bit)) & 1;
    this.#bit += 1;
    if (this.#bit === 8) this.#endByte(byte);
    return value;
  }

  /** u(n), n ≤ 32. */
  unsigned(bits: number): number {
    let value = 0;
    for (let left = bits; left > 0; left -= 1) value = value * 2 + this.bit();
    return value;
  }

  /** ue(v): n zeros, a one, n bits (§9.1). */
  exponentialGolomb(): number {
    let zeros = 0;
    while (this.bit() === 0) {
      zeros += 1;
      if (zeros > 32) throw new MalformedMediaError('An Exp-Golomb code longer than any that H.264 has');
    }
    return 2 ** zeros - 1 + this.unsigned(zeros);
  }

  /** se(v): 1, -1, 2, -2, … (§9.1.1). */
  signedExponentialGolomb(): number {
    const code = this.exponentialGolomb();
    return code % 2 === 1 ? (code + 1) / 2 : -code / 2;
  }

  #skipEmulationPrevention(): void {
    if (this.#zeros < 2 || this.#bytes[this.#position] !== 3) return;
    this.#position += 1;
    this.#zeros = 0;
  }

  #endByte(byte: number): void {
    this.#zeros = byte === 0 ? this.#zeros + 1 : 0;
    this.#bit = 0;
    this.#position += 1;
  }
}
