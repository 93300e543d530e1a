import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decryptAes128Segment, type Presentation } from '@sluice/media';
import { nodeBlockCipher } from '../../../src/platform/node-block-cipher.ts';
import type { ObjectStore } from '../../../src/ports/object-store.ts';
import { ffmpeg, type ProbedPacket, type ProbedStream, probeStream } from './ffmpeg.ts';
import { contentKey } from './workshop.ts';

/** A rendition as a player gets it: through its playlist, decrypted, and joined to one file. */
export interface PublishedRendition {
  readonly id: string;
  readonly file: string;
  readonly playlist: string;
  /** From the playlist. */
  readonly segmentSeconds: readonly number[];
  readonly stream: ProbedStream;
  readonly packets: readonly ProbedPacket[];
}

/** Reads everything that was published under `videos/fi/film-1/` by way of the master playlist. */
export async function readPublished(
  store: ObjectStore,
  folder: string,
  presentation: Presentation,
): Promise<PublishedRendition[]> {
  const base = 'videos/fi/film-1/';
  const master = await text(store, `${base}master.m3u8`);
  const paths = [...master.matchAll(/URI="([^"]+)"|^([^#\n]+)$/gm)].map((match) => match[1] ?? match[2] ?? '');
  const isAes = presentation.encryption?.scheme === 'aes-128';
  return Promise.all(
    paths.map(async (path) => {
      const prefix = `${base}${path.replace('playlist.m3u8', '')}`;
      const playlist = await text(store, `${base}${path}`);
      const names = playlist.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
      const parts = [(await store.readBytes(`${prefix}init.mp4`)).bytes];
      for (const [index, name] of names.entries()) {
        const { bytes } = await store.readBytes(`${prefix}${name}`);
        parts.push(isAes ? decryptAes128Segment(nodeBlockCipher(), contentKey.key, index + 1, bytes) : bytes);
      }
      const id = path.split('/').at(-2) ?? '';
      const file = join(folder, `${id}.mp4`);
      await writeFile(file, Buffer.concat(parts));
      const segmentSeconds = [...playlist.matchAll(/#EXTINF:([\d.]+)/g)].map((match) => Number(match[1]));
      return { id, file, playlist, segmentSeconds, ...(await probeStream(file)) };
    }),
  );
}

async function text(store: ObjectStore, key: string): Promise<string> {
  return Buffer.from((await store.readBytes(key)).bytes).toString('utf8');
}

/** What ffmpeg complains about while decoding the whole file. */
export async function decodingComplaints(file: string): Promise<string> {
  return (await ffmpeg('-i', file, '-f', 'null', '-')).complaints;
}
