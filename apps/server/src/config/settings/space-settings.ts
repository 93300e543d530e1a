import { duration, integer } from '../setting.ts';

import { setting } from './setting-row.ts';

/** What participants of spaces are held to. */
export const spaceSettings = {
  SPACE_MAX_PARTICIPANTS: setting<number>({
    read: integer(1, 1000),
    default: 100,
    unit: 'participants',
    about: 'Most participants of one space at once.',
  }),
  SPACE_TRACK_LIMIT: setting<number>({
    read: integer(1, 16),
    default: 2,
    unit: 'tracks',
    about: 'Most tracks of one source (camera, microphone, screen …) that one participant publishes.',
  }),
  SPACE_EVENTS_PER_SECOND: setting<number>({
    read: integer(1, 1000),
    default: 10,
    unit: 'custom events',
    about: 'Most custom events per second of one participant.',
  }),
  SPACE_SECONDS_PER_NAME: setting<number>({
    read: integer(1, 3600),
    default: 1,
    unit: 'seconds',
    about: 'Time between two changes of the display name of one participant.',
  }),
  SPACE_RECONNECT_GRACE: setting<number>({
    read: duration,
    default: 15,
    defaultText: '15s',
    unit: 'Go duration',
    about: 'How long the others keep a participant whose connection broke.',
  }),
} as const;
