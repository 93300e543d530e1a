import { createHash } from 'node:crypto';
import type { ImageOrder } from '@sluice/access';
import type { ByteCache } from '../../platform/byte-cache.ts';
import type { WorkQueue } from '../../platform/work-queue.ts';
import type { Clock } from '../../ports/clock.ts';
import { type ImageEngine, pictureTypes } from '../../ports/image-engine.ts';
import type { ObjectInfo } from '../../ports/object-store.ts';
import { SluiceError } from '../../ports/sluice-error.ts';
import { countPictures, type PictureEvents, type PictureOrigin } from './count-pictures.ts';
import { derivativeKey } from './derivative-key.ts';
import type { KeptPictures } from './kept-pictures.ts';
import type { SourcePictures } from './source-pictures.ts';

/** For how long a source is taken to be as it was seen: a picture of an overwritten one may be this old. */
const SOURCE_STALE_MS = 2000;
/** Memory that an entry takes besides its bytes. */
const ENTRY_BYTES = 512;
const RETRY_AFTER_SECONDS = 2;

export interface Picture {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  /** First 16 hexadecimal digits of the SHA-256 of the bytes (Vylux contract §4.2). */
  readonly etag: string;
}

interface SeenPicture {
  readonly picture: Picture;
  readonly sourceEtag: string;
  readonly seenAtMs: number;
}

export interface PicturesParts {
  readonly memory: ByteCache;
  readonly kept: KeptPictures;
  readonly sources: SourcePictures;
  readonly engine: ImageEngine;
  /** Holds both the source and the work on it, so that waiting costs no memory. */
  readonly queue: WorkQueue;
  readonly clock: Clock;
  readonly events: PictureEvents;
}

const busy = (): SluiceError =>
  new SluiceError('image/busy', {
    status: 503,
    message: 'too many images are waiting',
    details: { retryAfterSeconds: RETRY_AFTER_SECONDS },
  });

const pictureOf = (bytes: Uint8Array, contentType: string): Picture => ({
  bytes,
  contentType,
  etag: createHash('sha256').update(bytes).digest('hex').slice(0, 16),
});

/** A picture for each order: from memory, else from the media store, else made, once for all who wait for it. */
export function createPictures(parts: PicturesParts): (order: ImageOrder) => Promise<Picture> {
  const { memory, kept, sources, engine, queue, clock, events } = parts;

  const make = (order: ImageOrder, seen: ObjectInfo) =>
    queue.run(async () => {
      // What is read may be newer than what was seen.
      const { info, source } = await sources.open(seen);
      const made = await engine.transform(source, { ...order.options, format: order.format });
      kept.keep(derivativeKey(order), info, made);
      return { picture: pictureOf(made.bytes, made.contentType), sourceEtag: info.etag };
    }, busy);

  async function load(order: ImageOrder, stale: SeenPicture | undefined, tellOrigin: (origin: PictureOrigin) => void) {
    const source = await sources.look(order.key);
    if (stale?.sourceEtag === source.etag) return stale;
    const bytes = await kept.find(derivativeKey(order), source);
    tellOrigin(bytes === null ? 'processed' : 'storage_hit');
    if (bytes === null) return make(order, source);
    return { picture: pictureOf(bytes, pictureTypes[order.format]), sourceEtag: source.etag };
  }

  return countPictures(events, async (order, tellOrigin) => {
    const askedAtMs = clock.nowMs();
    const seen = await memory.find<SeenPicture>(
      `picture ${derivativeKey(order)}`,
      async (stale) => {
        const seenAtMs = clock.nowMs();
        const { picture, sourceEtag } = await load(order, stale, tellOrigin);
        return { value: { picture, sourceEtag, seenAtMs }, bytes: ENTRY_BYTES + picture.bytes.byteLength };
      },
      // Against the moment of the question, so that a picture that took long still serves who waited for it.
      ({ seenAtMs }) => askedAtMs - seenAtMs < SOURCE_STALE_MS,
    );
    return seen.picture;
  });
}
