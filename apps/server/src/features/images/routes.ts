import type { ImageOrder } from '@sluice/access';
import type { ByteObject, HttpAnswer } from '../../ports/http-exchange.ts';
import type { SignedGuard } from '../access/index.ts';
import { immutable } from './cache-headers.ts';
import type { Picture } from './pictures.ts';
import { answerOriginal, answerThumb, type Provider } from './stored-answers.ts';

export interface ImageParts {
  readonly findPicture: (order: ImageOrder) => Promise<Picture>;
  readonly source: Provider;
  readonly media: Provider;
}

const asObject = ({ bytes, contentType, etag }: Picture): ByteObject => ({
  size: bytes.byteLength,
  contentType,
  etag,
  readBytes: async (range) => (range ? bytes.subarray(range.first, range.last + 1) : bytes),
});

const answerPicture = (picture: Picture): HttpAnswer => ({
  status: 200,
  headers: immutable,
  body: { kind: 'object', object: asObject(picture) },
});

/** Handlers of everything that a signature in the path opens (Vylux contract §4.2 to §4.4). */
export function imageHandlers(guard: SignedGuard, { findPicture, source, media }: ImageParts) {
  return {
    readImage: guard.image(async (order) => answerPicture(await findPicture(order))),
    readOriginal: guard.original(({ key }) => answerOriginal(source, key)),
    readThumb: guard.thumb(({ key }) => answerThumb(media, key)),
  };
}
