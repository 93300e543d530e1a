import { type FileHandle, open } from 'node:fs/promises';
import { textAt } from './bytes-at.ts';
import { sniffedBytes } from './sniff-source.ts';

/** What a look at a file itself tells, before any tool touches it. */
export interface FileLayout {
  readonly beginning: Uint8Array;
  /** Types of the first top-level boxes of an MP4 or MOV file, in order. Meaningless for other formats. */
  readonly boxTypes: readonly string[];
}

const MAX_BOXES = 64;
const SIZE_IN_64_BITS = 1;

/** Reads the beginning of a file and hops over its top-level boxes (ISO/IEC 14496-12 §4.2). */
export async function readLayout(path: string): Promise<FileLayout> {
  const file = await open(path, 'r');
  try {
    return { beginning: await readAt(file, 0, sniffedBytes), boxTypes: await readBoxTypes(file) };
  } finally {
    await file.close();
  }
}

async function readBoxTypes(file: FileHandle): Promise<string[]> {
  const types: string[] = [];
  let offset = 0;
  while (types.length < MAX_BOXES) {
    const header = Buffer.from(await readAt(file, offset, 16));
    if (header.length < 8) break;
    types.push(textAt(header, 4, 4));
    const size32 = header.readUInt32BE(0);
    const size = size32 === SIZE_IN_64_BITS && header.length === 16 ? Number(header.readBigUInt64BE(8)) : size32;
    // 0 means "to the end of the file"; less than a header is damage.
    if (size < 8) break;
    offset += size;
  }
  return types;
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
