import { duration, flag, hex, integer, networks, text, url } from '../setting.ts';

import { setting } from './setting-row.ts';

/** Who may have what, how often and from where. */
export const accessSettings = {
  ENTITLEMENT_URL: setting<string>({
    read: url('http', 'https'),
    default: '',
    defaultText: 'none; nobody is asked',
    about:
      'Where your back end is asked, by a signed POST, whether a viewer may get or renew a playback token. A private address has to be in OUTGOING_PRIVATE_NETWORKS.',
  }),
  ENTITLEMENT_SECRET: setting<string>({
    read: hex(64),
    default: '',
    secret: 'entitlement',
    defaultText: 'none',
    about: 'Signs those questions. Needed with ENTITLEMENT_URL.',
  }),
  ENTITLEMENT_TIMEOUT: setting<number>({
    read: duration,
    default: 2,
    defaultText: '2s',
    unit: 'Go duration',
    about: 'How long an answer may take. Without one no token is given or renewed; those that were given stay valid.',
  }),
  ENTITLEMENT_CACHE_SECONDS: setting<number>({
    read: integer(0, 10),
    default: 10,
    unit: 'seconds',
    about:
      'How long an answer holds for the same viewer and asset, and for a renewal the same token; 0 asks every time.',
  }),
  OUTGOING_PRIVATE_NETWORKS: setting<readonly string[]>({
    read: networks,
    default: [],
    defaultText: 'none',
    about:
      'Networks such as `10.0.0.0/8,127.0.0.1/32` that this server may call besides hosts on the internet. A call to any other private address is refused.',
  }),
  TRUSTED_PROXIES: setting<readonly string[]>({
    read: networks,
    default: [],
    defaultText: 'none',
    about:
      'Networks such as `10.0.0.0/8,127.0.0.1/32` whose `X-Forwarded-For` is believed. Without it every viewer behind a proxy has the address of the proxy.',
  }),
  REQUIRE_HTTPS: setting<boolean>({
    read: flag,
    default: false,
    about:
      'Refuse what did not come over HTTPS: every request but those for health must come from a proxy of TRUSTED_PROXIES that says `X-Forwarded-Proto: https`.',
  }),
  MEDIA_REQUESTS_PER_SECOND: setting<number>({
    read: integer(0, 1_000_000),
    default: 60,
    unit: 'requests',
    about: 'Media requests that one playback token may go on making, at each edge; 0 sets no limit.',
  }),
  MEDIA_REQUESTS_BURST: setting<number>({
    read: integer(1, 1_000_000),
    default: 200,
    unit: 'requests',
    about: 'Media requests that it may make at once.',
  }),
  TOKEN_ALERT_NETWORKS: setting<number>({
    read: integer(0, 1024),
    default: 8,
    unit: 'networks',
    about:
      'A playback token that one edge sees from so many client networks (/24, /64) is told of in log and metrics; 0 never.',
  }),
  TOKEN_MAX_NETWORKS: setting<number>({
    read: integer(0, 1024),
    default: 0,
    unit: 'networks',
    about:
      'Client networks that may use one playback token at one edge; further ones get `token_shared`. 0 sets no limit.',
  }),
  DENIALS_PER_ADDRESS: setting<number>({
    read: integer(0, 1_000_000),
    default: 100,
    unit: 'refusals',
    about:
      'An address (IPv6: its /64) that is refused so often within ten seconds gets only 429 for DENIAL_BLOCK; tokens that merely ended do not count. 0 sets no limit.',
  }),
  DENIAL_BLOCK: setting<number>({
    read: duration,
    default: 60,
    defaultText: '60s',
    unit: 'Go duration',
    about: 'How long that lasts.',
  }),
  CDN_FILE: setting<string>({
    read: text,
    default: '',
    defaultText: 'none',
    about:
      'JSON file that names the CDNs to deliver through, their keys and the secrets by which they fetch: see docs/guide/cdn.md.',
  }),
} as const;
