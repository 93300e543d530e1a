import { integer, word } from '../setting.ts';
import { setting } from './setting-row.ts';

/** How spaces are composed for a live stream. */
export const broadcastSettings = {
  BROADCAST_LIMIT: setting<number>({
    read: integer(0, 1000),
    default: 2,
    unit: 'broadcasts',
    about: 'Most broadcasts that one process composes at once; each takes about a core.',
  }),
  BROADCAST_FRAME_RATE: setting<number>({
    read: integer(5, 60),
    default: 25,
    unit: 'frames per second',
    about: 'Pictures per second of a broadcast.',
  }),
  BROADCAST_SEGMENT_SECONDS: setting<number>({
    read: integer(1, 10),
    default: 2,
    unit: 'seconds',
    about: 'Length of the segments of a broadcast: viewers are about three of them behind.',
  }),
  BROADCAST_RUNGS: setting<number>({
    read: integer(1, 2),
    default: 1,
    unit: 'renditions',
    about: 'Renditions of a broadcast: 1 is its own resolution alone, 2 has one of 480 lines besides.',
  }),
  BROADCAST_X264_PRESET: setting<string>({
    read: word('ultrafast', 'superfast', 'veryfast', 'faster', 'fast', 'medium'),
    default: 'veryfast',
    about: 'Trade of encoding time against quality per bit for broadcasts.',
  }),
} as const;
