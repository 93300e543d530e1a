import type { Upload } from '@tus/server';
import type { Account } from '../../../../ports/storage-account.ts';
import type { Destination } from '../destination.ts';

/** Whose upload it is, and where it goes. */
export interface UploadRecord extends Destination {
  readonly account: string;
  readonly contentType: string | null;
}

const MEDIA_TYPE = /^[\w.+-]+\/[\w.+-]+(?:;[\x20-\x7e]*)?$/;

/** The record as what the spool keeps beside the bytes; what the client says of the file is no part of it. */
export function metadataOf(
  account: Account,
  { provider, key }: Destination,
  filetype: string | null | undefined,
): Record<string, string> {
  const isMediaType = typeof filetype === 'string' && filetype.length <= 200 && MEDIA_TYPE.test(filetype);
  return { account: account.name, provider, filename: key, ...(isMediaType ? { filetype } : {}) };
}

/** Null for what is no record of ours. */
export function recordOf({ metadata }: Pick<Upload, 'metadata'>): UploadRecord | null {
  const { account, provider, filename, filetype } = metadata ?? {};
  if (!account || !provider || !filename) return null;
  return { account, provider, key: filename, contentType: filetype ?? null };
}
