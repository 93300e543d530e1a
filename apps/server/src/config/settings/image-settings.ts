import { duration, hex, integer, word } from '../setting.ts';

import { setting } from './setting-row.ts';

/** How pictures are made. */
export const imageSettings = {
  IMAGE_GEOMETRY: setting<'proportional' | 'vylux'>({
    read: word('proportional', 'vylux'),
    default: 'proportional',
    about:
      'What one side alone means for `/img`: `proportional` keeps the aspect ratio and never enlarges; `vylux` does as the reference: a width is a square, a height alone is refused, small sources are enlarged.',
  }),
  IMAGE_BACKGROUND: setting<string>({
    read: hex(6, 6),
    default: '000000',
    about: 'Colour behind transparent pixels in JPEG, as six hexadecimal digits.',
  }),
  IMAGE_CONCURRENCY: setting<number>({
    read: integer(0, 256),
    default: 0,
    defaultText: 'the cores',
    unit: 'pictures',
    about: 'Pictures that are made at once, each on one thread of UV_THREADPOOL_SIZE, of which two are left to files.',
  }),
  IMAGE_QUEUE_SIZE: setting<number>({
    read: integer(0, 100_000),
    default: 64,
    unit: 'requests',
    about: 'Requests for different pictures that may wait; beyond them 503 with `Retry-After`.',
  }),
  IMAGE_MAX_SOURCE_SIZE: setting<number>({
    read: integer(1, 2 ** 31 - 1),
    default: 64 * 2 ** 20,
    unit: 'bytes',
    about: 'Largest source that pictures are made from.',
  }),
  IMAGE_MAX_PIXELS: setting<number>({
    read: integer(1, 2 ** 31 - 1),
    default: 100_000_000,
    unit: 'pixels',
    about: 'Most pixels that are decoded for one picture, all frames of an animation counted.',
  }),
  IMAGE_MAX_FRAMES: setting<number>({
    read: integer(1, 100_000),
    default: 200,
    unit: 'frames',
    about: 'Most frames of an animation.',
  }),
  IMAGE_MAX_OUTPUT_SIDE: setting<number>({
    read: integer(1, 65_535),
    default: 16_383,
    unit: 'pixels',
    about: 'Longest side of a picture that is made; WebP knows no longer one than the default.',
  }),
  IMAGE_TIMEOUT: setting<number>({
    read: duration,
    default: 30,
    defaultText: '30s',
    unit: 'Go duration',
    about: 'How long one picture may take once its turn has come.',
  }),
  UV_THREADPOOL_SIZE: setting<number>({
    read: integer(1, 1024),
    default: 4,
    unit: 'threads',
    about:
      'Threads for files, look-ups and pictures. Node.js itself reads it at its start, so only the real environment counts; the scripts set it to the cores and four more.',
  }),
} as const;
