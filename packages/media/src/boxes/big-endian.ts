/** Big-endian fields as bytes, and bytes put together: the pieces that boxes are written from. */

export function u8(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values);
}

export function u16(...values: readonly number[]): Uint8Array {
  return fields(values, 2, (view, offset, value) => view.setUint16(offset, value));
}

export function u32(...values: readonly number[]): Uint8Array {
  return fields(values, 4, (view, offset, value) => view.setUint32(offset, value));
}

export function i32(...values: readonly number[]): Uint8Array {
  return fields(values, 4, (view, offset, value) => view.setInt32(offset, value));
}

export function u64(...values: readonly number[]): Uint8Array {
  return fields(values, 8, (view, offset, value) => view.setBigUint64(offset, BigInt(value)));
}

export function i64(...values: readonly number[]): Uint8Array {
  return fields(values, 8, (view, offset, value) => view.setBigInt64(offset, BigInt(value)));
}

export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(totalLength(parts));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

export function totalLength(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}

function fields(
  values: readonly number[],
  fieldBytes: number,
  write: (view: DataView, offset: number, value: number) => void,
): Uint8Array {
  const bytes = new Uint8Array(values.length * fieldBytes);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => {
    write(view, index * fieldBytes, value);
  });
  return bytes;
}
