import { integer, text, url, words } from '../setting.ts';

import { setting } from './setting-row.ts';

const roles = ['all', 'api', 'worker', 'edge', 'rtc'] as const;
export type Role = (typeof roles)[number];

/** Which roles a process takes and where it is found. */
export const processSettings = {
  MODE: setting<readonly Role[]>({
    read: (raw) => words(...roles)(raw.trim().toLowerCase() === 'server' ? 'api,edge' : raw),
    default: ['all'],
    about:
      'Which roles this process takes: `all`, or several of `api`, `worker`, `edge`, `rtc`; `server` is `api,edge`. The option `--role` wins.',
  }),
  HOST: setting<string>({ read: text, default: '127.0.0.1', about: 'Address to listen on.' }),
  PORT: setting<number>({ read: integer(0, 65_535), default: 3000, about: 'Port to listen on; 0 takes any free one.' }),
  BASE_URL: setting<string>({
    read: url('http', 'https'),
    default: '',
    about: 'Public address of this deployment; written into key URIs and playback URLs. Empty: key URIs are relative.',
  }),
  EDGE_ISSUER: setting<string>({
    read: text,
    default: '',
    defaultText: 'BASE_URL, else `sluice`',
    about: 'Issuer of the playback tokens that are JWTs: their `iss`. Tokens of another issuer open nothing.',
  }),
  DATA_DIR: setting<string>({
    read: text,
    default: './data',
    about: 'Folder of everything that the server keeps itself.',
  }),
  DATABASE_URL: setting<string>({
    read: url('postgres', 'postgresql'),
    default: '',
    secret: 'database',
    defaultText: 'an embedded PostgreSQL in DATA_DIR/postgres',
    about: 'PostgreSQL to use.',
  }),
} as const;
