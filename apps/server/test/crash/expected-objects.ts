import { decryptAes128Segment } from '@sluice/media';
import { nodeBlockCipher } from '../../src/platform/node-block-cipher.ts';
import type { ObjectStore } from '../../src/ports/object-store.ts';

/** What stands at the place of an asset's hash in anything that names it. */
const HASH = '{hash}';

/** Objects of an asset by key, with its hash replaced. */
export type Objects = ReadonlyMap<string, Buffer>;

const isSegment = (key: string): boolean => key.endsWith('.m4s');
const isText = (key: string): boolean => key.endsWith('.m3u8');
const isMissing = (error: unknown): boolean => (error as { code?: string }).code === 'storage/object-missing';

/** Everything that viewers could see of an asset now. Texts are written without its hash. */
export async function visibleObjects(store: ObjectStore, hash: string): Promise<Objects> {
  const objects = new Map<string, Buffer>();
  for (const root of ['videos', 'images']) {
    for await (const { key } of store.list(`${root}/${hash.slice(0, 2)}/${hash}/`)) {
      const bytes = await store.readBytes(key).catch((error: unknown) => {
        if (!isMissing(error)) throw error;
        return null;
      });
      if (bytes === null) continue;
      const content = Buffer.from(bytes.bytes);
      const text = isText(key) ? Buffer.from(content.toString().replaceAll(hash, HASH)) : content;
      objects.set(key.replaceAll(hash, HASH).replace(/^(\w+)\/../, '$1'), text);
    }
  }
  return objects;
}

/** The same with the segments in clear. */
export function opened(objects: Objects, key: Uint8Array): Objects {
  return new Map(
    [...objects].map(([name, bytes]) => {
      const number = Number(/seg_(\d+)\.m4s$/.exec(name)?.[1]);
      if (!isSegment(name)) return [name, bytes];
      return [name, Buffer.from(decryptAes128Segment(nodeBlockCipher(), key, number, bytes))];
    }),
  );
}

/**
 * What is wrong with `seen` of an asset whose undisturbed like has `expected`: an object that is not whole, or one that
 * nobody expects. `hasKey`: segments differ from one job to the next by their key, but not in size.
 */
export function contentFaults(seen: Objects, expected: Objects, hasKey: boolean): string[] {
  return [...seen].flatMap(([name, bytes]) => {
    const whole = expected.get(name);
    if (whole === undefined) return [`${name} is unknown`];
    const isSame = hasKey && isSegment(name) ? whole.length === bytes.length : whole.equals(bytes);
    return isSame ? [] : [`${name} has ${bytes.length} bytes that are not the ${whole.length} expected`];
  });
}

/** What the playlists among `objects` name and `later`, what was seen after them, does not hold. */
export function promiseFaults(objects: Objects, later: Objects): string[] {
  return [...objects].flatMap(([playlist, bytes]) => {
    if (!isText(playlist)) return [];
    const names = namesIn(bytes.toString());
    const folder = playlist.slice(0, playlist.lastIndexOf('/') + 1);
    if (names.length === 0) return [`${playlist} names nothing`];
    const missing = names.filter((name) => (later.get(folder + name)?.length ?? 0) === 0);
    return missing.map((name) => `${playlist} names ${name}, which is not there`);
  });
}

/** Playlists, init sections and segments that a playlist names. */
function namesIn(text: string): string[] {
  const found = text.matchAll(/^#EXT-X-(?:MAP|MEDIA):.*URI="([^"]+)"|^([^#\s]+)$/gm);
  return [...found].map(([, attribute, line]) => attribute ?? line ?? '');
}
