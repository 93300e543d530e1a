import {
  formatMediaPlaylist,
  formatMultivariantPlaylist,
  mediaPlaylist,
  multivariantPlaylist,
  type Presentation,
} from '@sluice/media';
import type { ObjectStore } from '../../ports/object-store.ts';
import { assetPrefix, contentTypes, masterPlaylistKey, renditionKeys, workPrefix } from '../segments/media-keys.ts';
import { constantIvOf } from '../segments/seal-segments.ts';
import { forEachBounded } from './for-each-bounded.ts';
import { mediaCopies, publishedKeys } from './stream-files.ts';

export interface Publication {
  readonly store: ObjectStore;
  readonly jobId: string;
  readonly hash: string;
  readonly presentation: Presentation;
  /** Where players get the content key; written into playlists of an encrypted presentation. */
  readonly keyUri: string;
  readonly signal: AbortSignal;
}

const COPIES_AT_ONCE = 8;

/**
 * Copies a finished stream to where viewers find it: media first, then the playlists that name it, the master last.
 * What an earlier, longer or taller version of the asset left behind is removed. May be repeated.
 */
export async function publishStream(publication: Publication, onFraction: (fraction: number) => void): Promise<void> {
  const { store, jobId, hash, presentation, signal } = publication;
  const copies = mediaCopies(presentation, workPrefix(jobId), hash);
  let copied = 0;
  await forEachBounded(copies, COPIES_AT_ONCE, async ({ from, to }) => {
    signal.throwIfAborted();
    await store.copy(from, to);
    copied += 1;
    onFraction(copied / copies.length);
  });
  await writePlaylists(publication);
  await removeStale(publication);
}

async function writePlaylists({ store, hash, presentation, keyUri, signal }: Publication): Promise<void> {
  const put = (key: string, text: string) =>
    store.put(key, Buffer.from(text), { contentType: contentTypes.playlist, signal });
  const { encryption } = presentation;
  const key =
    encryption === null ? {} : { keyUri, constantIv: Buffer.from(constantIvOf(encryption.kid)).toString('hex') };
  for (const rendition of [...presentation.video, ...presentation.audio]) {
    const { playlist } = renditionKeys(assetPrefix(hash), rendition.path);
    await put(playlist, formatMediaPlaylist(mediaPlaylist(presentation, rendition, key)));
  }
  await put(masterPlaylistKey(hash), formatMultivariantPlaylist(multivariantPlaylist(presentation)));
}

async function removeStale({ store, hash, presentation, signal }: Publication): Promise<void> {
  const current = new Set(publishedKeys(presentation, hash));
  for (const folder of ['video/', 'audio/']) {
    for await (const { key } of store.list(`${assetPrefix(hash)}${folder}`)) {
      signal.throwIfAborted();
      if (!current.has(key)) await store.delete(key);
    }
  }
}

/** Deletes the unfinished objects of a job that will not be run again. */
export async function removeJobWork(store: ObjectStore, jobId: string): Promise<void> {
  const keys: string[] = [];
  for await (const { key } of store.list(workPrefix(jobId))) keys.push(key);
  await forEachBounded(keys, COPIES_AT_ONCE, (key) => store.delete(key));
}
