import type { ObjectInfo } from '../../../ports/object-store.ts';
import { bareEtag } from '../object-info.ts';
import { keyFault } from '../object-key.ts';
import type { S3Connection } from './s3-connection.ts';

/** Page by page; S3 lists in ascending UTF-8 byte order. Keys that others made and no store of ours takes are left out. */
export async function* listObjects(
  connection: S3Connection,
  prefix: string,
  pageKeys: number,
): AsyncGenerator<ObjectInfo, void, undefined> {
  const { sdk, client } = await connection.load();
  let token: string | undefined;
  do {
    const page = await client.send(
      new sdk.ListObjectsV2Command({
        Bucket: connection.bucket,
        Prefix: prefix,
        MaxKeys: pageKeys,
        ...(token === undefined ? {} : { ContinuationToken: token }),
      }),
    );
    for (const { Key = '', Size = 0, ETag, LastModified = new Date(0) } of page.Contents ?? []) {
      if (keyFault(Key) === null) yield { key: Key, size: Size, etag: bareEtag(ETag), lastModified: LastModified };
    }
    token = page.IsTruncated ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
}
