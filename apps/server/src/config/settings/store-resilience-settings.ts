import { duration, integer } from '../setting.ts';

import { setting } from './setting-row.ts';

/** How remote stores are waited for and asked again. */
export const storeResilienceSettings = {
  STORE_CONNECT_TIMEOUT: setting<number>({
    read: duration,
    default: 5,
    defaultText: '5s',
    unit: 'Go duration',
    about: 'How long a connection to a remote store may take.',
  }),
  STORE_FIRST_BYTE_TIMEOUT: setting<number>({
    read: duration,
    default: 15,
    defaultText: '15s',
    unit: 'Go duration',
    about:
      'How long one try of a call to a remote store may wait for the beginning of its answer, connecting included.',
  }),
  STORE_IDLE_TIMEOUT: setting<number>({
    read: duration,
    default: 30,
    defaultText: '30s',
    unit: 'Go duration',
    about: 'How long a remote store may be silent in the middle of an answer or an upload.',
  }),
  STORE_TIMEOUT: setting<number>({
    read: duration,
    default: 60,
    defaultText: '1m',
    unit: 'Go duration',
    about: 'No try of a call to a remote store begins later than this after its first one.',
  }),
  STORE_ATTEMPTS: setting<number>({
    read: integer(1, 20),
    default: 4,
    about:
      'Tries of a call to a remote store that may be repeated: everything but the upload of a stream, whose parts are repeated instead.',
  }),
  STORE_BREAKER_FAILURES: setting<number>({
    read: integer(0, 10_000),
    default: 10,
    about:
      'So many failures in a row, all within STORE_BREAKER_WINDOW, and a provider is left alone; 0 never does that.',
  }),
  STORE_BREAKER_WINDOW: setting<number>({
    read: duration,
    default: 60,
    defaultText: '1m',
    unit: 'Go duration',
    about: 'Time in which those failures have to fall.',
  }),
  STORE_BREAKER_PAUSE: setting<number>({
    read: duration,
    default: 5,
    defaultText: '5s',
    unit: 'Go duration',
    about: 'How long a provider is left alone before one call sees whether it is back.',
  }),
} as const;
