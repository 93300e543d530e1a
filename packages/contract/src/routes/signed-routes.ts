import { Type } from 'typebox';
import { SourceView } from '../asset-schemas.ts';
import type { Route } from '../route.ts';
import { json, objectAnswers, path, query, signedObjectErrors } from './row-parts.ts';

const objectUrlParameters = {
  provider: path('`source` or `media`.'),
  key: path('Key of the object, percent-encoded.'),
  expires: query('The first second (Unix time) at which the URL opens nothing any more.', Type.String()),
  signature: query('See docs/formats/signed-urls.md.', Type.String()),
};
const objectUrlErrors = {
  400: '`access/signed-url-unreadable`, `storage/invalid-key`',
  403: '`access/signature-refused`: not signed for this method, provider, key and end, or ended',
};

/** Pictures and objects that the back end signs, and single objects that this server signs. */
export const signedRoutes = {
  readImage: {
    method: 'GET',
    path: '/img/{sig}/{options}/{source+}',
    room: 'images',
    family: 'media',
    permission: 'signature',
    cors: true,
    summary: 'A picture made from one object of the source store',
    parameters: {
      sig: path('Lower-case hexadecimal HMAC-SHA256 of `{options}/{key}.{format}` by `HMAC_SECRET`.'),
      options: path('`wN`, `hN`, `qN` joined by `_`, at least one.'),
      source: path('Key of the source, percent-encoded, with `.webp`, `.avif`, `.jpg`, `.png` or `.gif` behind it.'),
    },
    answers: {
      200: { about: 'The picture.', contentType: 'image/*' },
      206: { about: 'One range of it.', contentType: 'image/*' },
      304: { about: 'Unchanged since the validator that was sent.' },
    },
    errors: {
      400: '`missing source path`, `unsupported output format`, `invalid source encoding`, `bad options: …`',
      403: '`invalid signature`',
      404: '`source image not found`',
      416: 'The range lies outside the picture.',
      422: '`unprocessable source image`, `animated image cannot be converted to static format (use webp or gif output)`',
      500: '`image processing failed`',
      502: '`source storage unavailable`',
      503: '`too many images are waiting`, with `Retry-After`',
    },
  },
  readOriginal: {
    method: 'GET',
    path: '/original/{sig}/{key+}',
    room: 'images',
    family: 'media',
    permission: 'signature',
    cors: true,
    summary: 'One object of the source store as it is',
    parameters: {
      sig: path('Lower-case hexadecimal HMAC-SHA256 of `/{key}` by `HMAC_SECRET`.'),
      key: path('Key of the source, percent-encoded.'),
    },
    answers: objectAnswers,
    errors: signedObjectErrors,
  },
  readThumb: {
    method: 'GET',
    path: '/thumb/{sig}/{key+}',
    room: 'images',
    family: 'media',
    permission: 'signature',
    cors: true,
    summary: 'One object of the media store: covers, previews, thumbnails',
    parameters: {
      sig: path('Lower-case hexadecimal HMAC-SHA256 of `thumb/{key}` by `HMAC_SECRET`.'),
      key: path('Key in the media store, percent-encoded.'),
    },
    answers: objectAnswers,
    errors: signedObjectErrors,
  },
  readObject: {
    method: 'GET',
    path: '/v1/objects/{provider}/{key+}',
    room: 'images',
    family: 'problem',
    permission: 'signature',
    cors: true,
    summary: 'One object, by a URL that was signed for it',
    parameters: objectUrlParameters,
    answers: objectAnswers,
    errors: {
      ...objectUrlErrors,
      404: '`storage/object-missing`',
      416: 'The range lies outside the object.',
    },
  },
  writeObject: {
    method: 'PUT',
    path: '/v1/objects/{provider}/{key+}',
    room: 'images',
    family: 'problem',
    permission: 'signature',
    cors: true,
    summary: 'Store one source object, whole or not at all, by a URL that was signed for it',
    parameters: {
      ...objectUrlParameters,
      use: query('`create`: only where nothing is yet; `replace`: over what is there.', Type.String()),
    },
    body: { contentType: 'application/octet-stream' },
    answers: { 200: json('What is kept now.', SourceView) },
    errors: {
      ...objectUrlErrors,
      400: `${objectUrlErrors[400]}, \`storage/upload-incomplete\``,
      409: '`storage/object-exists`, `storage/key-conflict`',
      413: '`storage/object-too-large`: larger than MAX_FILE_SIZE',
    },
  },
} as const satisfies Record<string, Route>;
