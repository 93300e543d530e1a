import { encodePath } from '../signing/presign.ts';
import { objectMissing } from '../storage-errors.ts';
import { headObject } from './read-object.ts';
import type { S3Connection } from './s3-connection.ts';

/** The most that S3 copies in one request, and so the largest part of a copy in parts. */
export const MAX_COPY_BYTES = 5 * 1024 ** 3;

/** Copies within the server; a large object in parts of `partBytes`, which are given up when one fails. */
export async function copyObject(
  connection: S3Connection,
  fromKey: string,
  toKey: string,
  partBytes: number,
): Promise<void> {
  const from = await headObject(connection, fromKey);
  if (from === null) throw objectMissing(fromKey);
  // S3 refuses to copy an object onto itself, which would change nothing.
  if (fromKey === toKey) return;
  if (from.size > partBytes) return copyInParts(connection, from, toKey, partBytes);
  const { sdk, client } = await connection.load();
  await client.send(
    new sdk.CopyObjectCommand({ Bucket: connection.bucket, Key: toKey, CopySource: copySource(connection, fromKey) }),
  );
}

interface LargeObject {
  readonly key: string;
  readonly size: number;
  readonly contentType?: string;
}

async function copyInParts(
  connection: S3Connection,
  from: LargeObject,
  toKey: string,
  partBytes: number,
): Promise<void> {
  const { sdk, client } = await connection.load();
  const target = { Bucket: connection.bucket, Key: toKey };
  const { UploadId } = await client.send(
    new sdk.CreateMultipartUploadCommand({ ...target, ContentType: from.contentType }),
  );
  const upload = { ...target, UploadId };
  try {
    const parts = [];
    for (const [index, range] of copyRanges(from.size, partBytes).entries()) {
      const PartNumber = index + 1;
      const source = { CopySource: copySource(connection, from.key), CopySourceRange: range };
      const { CopyPartResult } = await client.send(new sdk.UploadPartCopyCommand({ ...upload, ...source, PartNumber }));
      parts.push({ PartNumber, ETag: CopyPartResult?.ETag });
    }
    await client.send(new sdk.CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: parts } }));
  } catch (error) {
    await client.send(new sdk.AbortMultipartUploadCommand(upload)).catch(() => undefined);
    throw error;
  }
}

function copySource(connection: S3Connection, key: string): string {
  return `${connection.bucket}/${encodePath(key)}`;
}

/** `bytes=0-9`, `bytes=10-19`, … */
export function copyRanges(size: number, partBytes: number): string[] {
  return Array.from({ length: Math.ceil(size / partBytes) }, (_, index) => {
    const first = index * partBytes;
    return `bytes=${first}-${Math.min(first + partBytes, size) - 1}`;
  });
}
