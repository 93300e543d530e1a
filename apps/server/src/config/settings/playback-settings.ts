import { flag, integer } from '../setting.ts';

import { setting } from './setting-row.ts';

/** What users show to the world. */
export const playbackSettings = {
  PUBLIC_PLAYBACK: setting<boolean>({
    read: flag,
    default: true,
    about:
      'Whether the id of a job of a user is all that it takes to play its video at `/api/playback/`. `false` asks for a playback token besides.',
  }),
  PLAYBACK_URL_SECONDS: setting<number>({
    read: integer(60, 86_400),
    default: 3600,
    unit: 'seconds',
    about:
      'How long the addresses that `/api/playback/` hands out open something. Those of a film are open for twice its length where that is longer, up to a day.',
  }),
  PUBLIC_RATE_LIMIT: setting<number>({
    read: integer(0),
    default: 120,
    unit: 'calls per minute',
    about:
      'How often an address may ask for what is shown without a credential, of all processes together; 0 sets no limit.',
  }),
} as const;
