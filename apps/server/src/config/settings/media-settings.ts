import { flag, hex, integer, keyVersions, word, words } from '../setting.ts';

import { setting } from './setting-row.ts';

const GIB = 2 ** 30;

/** How films are made and kept. */
export const mediaSettings = {
  ENCRYPTION_KEY: setting<string>({
    read: hex(64, 64),
    default: '',
    secret: 'kek',
    defaultText: 'generated',
    about: 'Wraps content keys and signing keys at rest: version `v1`.',
  }),
  ENCRYPTION_KEY_VERSIONS: setting<ReadonlyMap<string, string>>({
    read: keyVersions,
    default: new Map(),
    secret: 'kek',
    defaultText: 'none',
    about:
      'Later versions of ENCRYPTION_KEY, as `v2=<64 hexadecimal digits>,…`. The last one wraps new keys; all of them unwrap.',
  }),
  WORKER_CONCURRENCY: setting<number>({
    read: integer(1, 256),
    default: 1,
    unit: 'jobs',
    about: 'Jobs that this process works on at once. One encode keeps every core busy.',
  }),
  LARGE_WORKER_CONCURRENCY: setting<number>({
    read: integer(1, 256),
    default: 1,
    unit: 'jobs',
    about: 'The same for sources of LARGE_FILE_THRESHOLD and more, which have a queue of their own.',
  }),
  LARGE_FILE_THRESHOLD: setting<number>({
    read: integer(1),
    default: 5 * GIB,
    unit: 'bytes',
    about: 'Sources of this size go to the queue for large files. Not above MAX_FILE_SIZE.',
  }),
  MAX_FILE_SIZE: setting<number>({
    read: integer(1),
    default: 50 * GIB,
    unit: 'bytes',
    about: 'Largest source that is accepted.',
  }),
  REDACT_MAX_REGIONS: setting<number>({
    read: integer(1, 1000),
    default: 100,
    unit: 'regions',
    about: 'Regions of one `recording:redact` job at most; each costs time on every picture.',
  }),
  CACHE_MAX_SIZE: setting<number>({
    read: integer(-1),
    default: GIB,
    unit: 'bytes',
    about: 'Memory for small objects and derived segments; 0 or less keeps none.',
  }),
  EDGE_DISK_CACHE_SIZE: setting<number>({
    read: integer(0),
    default: 0,
    unit: 'bytes',
    about:
      'Disk for media objects that were read from the store, in DATA_DIR/cache; 0 keeps none. Worth it where the store is remote.',
  }),
  DEFAULT_ASSET_ACCESS: setting<'public' | 'protected'>({
    read: word('public', 'protected'),
    default: 'public',
    about: 'Policy of an asset that is first seen in `POST /api/jobs`.',
  }),
  ENCRYPTION_SCHEME: setting<'aes-128' | 'cbcs'>({
    read: word('aes-128', 'cbcs'),
    default: 'aes-128',
    about: 'How encrypted segments are stored when a job does not say.',
  }),
  LADDER_CODECS: setting<readonly ('h264' | 'av1')[]>({
    read: words('h264', 'av1'),
    default: ['h264'],
    about: 'Video codecs of the ladder.',
  }),
  SEGMENT_SECONDS: setting<number>({
    read: integer(1, 30),
    default: 6,
    unit: 'seconds',
    about: 'Target length of a segment.',
  }),
  CHUNK_SECONDS: setting<number>({
    read: integer(1, 3600),
    default: 60,
    unit: 'seconds',
    about: 'Length of the pieces that a film is encoded in; a lost worker costs at most one.',
  }),
  QUALITY_FIGURES: setting<boolean>({
    read: flag,
    default: true,
    about: 'Compare a few seconds of each published film with its source, for reports of the job.',
  }),
  X264_PRESET: setting<string>({
    read: word('ultrafast', 'superfast', 'veryfast', 'faster', 'fast', 'medium', 'slow', 'slower', 'veryslow'),
    default: 'veryfast',
    about: 'Trade of encoding time against quality per bit for H.264.',
  }),
} as const;
