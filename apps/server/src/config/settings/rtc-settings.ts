import { duration, iceUrls, integer, ipAddress, text, url } from '../setting.ts';

import { setting } from './setting-row.ts';

/** How media flows between browsers. */
export const rtcSettings = {
  RTC_PORT: setting<number>({
    read: integer(0, 65_535),
    default: 44_400,
    about:
      'Port of the media between browsers, UDP and TCP alike; the second of RTC_WORKERS has the next one, and so on. 0 takes any free ones.',
  }),
  RTC_LISTEN_IP: setting<string>({
    read: ipAddress,
    default: '127.0.0.1',
    about: 'Address to listen on for that media. `0.0.0.0` and `::` need RTC_ANNOUNCED_ADDRESS.',
  }),
  RTC_ANNOUNCED_ADDRESS: setting<string>({
    read: text,
    default: '',
    defaultText: 'RTC_LISTEN_IP',
    about: 'Address, or name, under which browsers reach that port: the public one behind a NAT.',
  }),
  RTC_WORKERS: setting<number>({
    read: integer(0, 256),
    default: 0,
    defaultText: 'the cores',
    unit: 'processes',
    about: 'Processes that pass media on; each room is in one of them. They start with the first room.',
  }),
  RTC_MAX_ROOMS: setting<number>({
    read: integer(1, 100_000),
    default: 200,
    unit: 'rooms',
    about: 'Most rooms that are open at once on this process.',
  }),
  RTC_NODE_URL: setting<string>({
    read: url('http', 'https'),
    default: '',
    defaultText: 'where this process listens; the first address of this machine for `0.0.0.0` and `::`',
    about:
      'Address under which the other processes of the deployment reach this one, to pass clients on whose space is here. Only for role `rtc`; tokens of spaces go there, so take https or a private network.',
  }),
  RTC_MAX_INCOMING_BITRATE: setting<number>({
    read: integer(100_000, 1_000_000_000),
    default: 6_000_000,
    unit: 'bits per second',
    about: 'Most that one publisher is asked to send, all tracks and layers together.',
  }),
  RTC_MAX_OUTGOING_BITRATE: setting<number>({
    read: integer(100_000, 1_000_000_000),
    default: 10_000_000,
    unit: 'bits per second',
    about: 'Most that one subscriber is sent, all tracks together.',
  }),
  RTC_TURN_URLS: setting<readonly string[]>({
    read: iceUrls,
    default: [],
    defaultText: 'none',
    about:
      'TURN and STUN servers that browsers are told, joined by commas: `turn:turn.example.com:3478?transport=udp`, `turns:…`, `stun:…`.',
  }),
  RTC_TURN_SECRET: setting<string>({
    read: text,
    default: '',
    secret: 'turn',
    defaultText: 'none',
    about:
      "Secret shared with the TURN servers, coturn's `static-auth-secret`: credentials for a time are made with it.",
  }),
  RTC_TURN_LIFETIME: setting<number>({
    read: duration,
    default: 43_200,
    defaultText: '12h',
    unit: 'Go duration',
    about: 'How long those credentials open a TURN server.',
  }),
  MEDIASOUP_WORKER_BIN: setting<string>({
    read: text,
    default: '',
    defaultText: 'brought by the npm scripts',
    about:
      "Program of the media server's worker. The scripts download or compile one and name it here; yours is left alone.",
  }),
} as const;
