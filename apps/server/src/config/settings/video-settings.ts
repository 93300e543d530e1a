import { integer } from '../setting.ts';
import { setting } from './setting-row.ts';

/** The video API: spaces, live streams, keys and webhooks of environments. */
export const videoSettings = {
  VIDEO_POSTS_PER_SECOND: setting<number>({
    read: integer(0, 100_000),
    default: 0,
    unit: 'calls per second',
    about:
      'How often an environment may `POST` below `/video/`, in all processes together and with bursts of ten times as many; 0 sets no limit.',
  }),
  VIDEO_CALLS_PER_SECOND: setting<number>({
    read: integer(0, 100_000),
    default: 0,
    unit: 'calls per second',
    about: 'The same for every other call of the video API; 0 sets no limit.',
  }),
  SPACE_MAX_BROADCASTS: setting<number>({
    read: integer(1, 100),
    default: 1,
    unit: 'broadcasts',
    about: 'Most broadcasts that one space can have.',
  }),
} as const;
