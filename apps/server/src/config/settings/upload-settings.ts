import { duration, integer } from '../setting.ts';
import { setting } from './setting-row.ts';

const GIB = 1024 ** 3;

/** Resumable uploads. */
export const uploadSettings = {
  UPLOAD_SPOOL_SIZE: setting<number>({
    read: integer(0),
    default: 50 * GIB,
    unit: 'bytes',
    about: 'Most bytes of resumable uploads that are on their way, in `DATA_DIR/uploads`; 0 takes none.',
  }),
  UPLOAD_EXPIRY: setting<number>({
    read: duration,
    default: 86_400,
    defaultText: '24h',
    unit: 'Go duration',
    about: 'How long a resumable upload may take; what is there of it goes then.',
  }),
} as const;
