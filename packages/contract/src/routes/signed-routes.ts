import type { Route } from '../route.ts';

import { objectAnswers, path, signedObjectErrors } from './row-parts.ts';

/** Pictures and objects that the back end signs. */
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
} as const satisfies Record<string, Route>;
