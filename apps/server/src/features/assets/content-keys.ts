import { randomBytes } from 'node:crypto';
import type { ContentKeysTable, Database } from '../../ports/database.ts';
import type { KeyEncryption } from './key-encryption.ts';

/** The AES-128 key that an asset's segments are encrypted with. */
export interface ContentKey {
  /** 32 lower-case hex digits. */
  readonly kid: string;
  /** 16 bytes. */
  readonly key: Uint8Array;
}

type Row = Pick<ContentKeysTable, 'kid' | 'wrapped_key' | 'wrap_nonce' | 'kek_version'>;

const open = (encryption: KeyEncryption, row: Row): ContentKey => ({
  kid: row.kid,
  key: encryption.unwrap({ wrapped: row.wrapped_key, nonce: row.wrap_nonce, kekVersion: row.kek_version }),
});

/** The content key of a job, made at the first call; every later call, by any process, gives the same one. */
export async function contentKeyOfJob(
  database: Database,
  encryption: KeyEncryption,
  job: { readonly jobId: string; readonly assetId: string },
): Promise<ContentKey> {
  const { wrapped, nonce, kekVersion } = encryption.wrap(randomBytes(16));
  await database
    .insertInto('content_keys')
    .values({
      kid: randomBytes(16).toString('hex'),
      asset_id: job.assetId,
      job_id: job.jobId,
      wrapped_key: Buffer.from(wrapped),
      wrap_nonce: Buffer.from(nonce),
      kek_version: kekVersion,
    })
    .onConflict((conflict) => conflict.column('job_id').doNothing())
    .execute();
  const row = await database
    .selectFrom('content_keys')
    .select(['kid', 'wrapped_key', 'wrap_nonce', 'kek_version'])
    .where('job_id', '=', job.jobId)
    .executeTakeFirstOrThrow();
  return open(encryption, row);
}

/** Null when the asset has no such key. Throws when it cannot be unwrapped. */
export async function findContentKey(
  database: Database,
  encryption: KeyEncryption,
  { assetId, kid }: { readonly assetId: string; readonly kid: string },
): Promise<ContentKey | null> {
  const row = await database
    .selectFrom('content_keys')
    .select(['kid', 'wrapped_key', 'wrap_nonce', 'kek_version'])
    .where('kid', '=', kid)
    .where('asset_id', '=', assetId)
    .executeTakeFirst();
  return row === undefined ? null : open(encryption, row);
}
