import { concat } from '../bytes/concat.ts';

/**
 * An ECDSA signature as a DER sequence of two integers (RFC 3279 §2.2.3), from the `r‖s` of JWS (RFC 7518 §3.4).
 * For curves of up to 256 bits, so that every length is one byte.
 */
export function ecdsaDer(signature: Uint8Array): Uint8Array {
  const half = signature.length / 2;
  if (!Number.isInteger(half) || half > 32) throw new RangeError('an ECDSA signature of up to 256 bits is r and s');
  const body = concat(derInteger(signature.subarray(0, half)), derInteger(signature.subarray(half)));
  return concat(Uint8Array.of(0x30, body.length), body);
}

/** As short as it can be, and with a zero in front where the first bit would be read as a minus. */
function derInteger(unsigned: Uint8Array): Uint8Array {
  const first = unsigned.findIndex((byte) => byte !== 0);
  const digits = first < 0 ? Uint8Array.of(0) : unsigned.subarray(first);
  const sign = (digits[0] ?? 0) > 0x7f ? Uint8Array.of(0) : new Uint8Array();
  return concat(Uint8Array.of(0x02, sign.length + digits.length), sign, digits);
}
