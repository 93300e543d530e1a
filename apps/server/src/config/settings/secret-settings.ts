import { hex, url } from '../setting.ts';

import { setting } from './setting-row.ts';

/** Secrets that back ends, edges and proxies share with us. */
export const secretSettings = {
  API_KEY: setting<string>({
    read: hex(64),
    default: '',
    secret: 'api',
    defaultText: 'generated',
    about: 'What management calls send as `X-API-Key`.',
  }),
  HMAC_SECRET: setting<string>({
    read: hex(64),
    default: '',
    secret: 'image',
    defaultText: 'generated',
    about: 'Signs image, original and thumbnail URLs.',
  }),
  OBJECT_URL_SECRET: setting<string>({
    read: hex(64),
    default: '',
    secret: 'object-url',
    defaultText: 'generated',
    about: 'Signs `/v1/objects` URLs, by which one object of a store that signs none itself is read or stored.',
  }),
  KEY_TOKEN_SECRET: setting<string>({
    read: hex(32),
    default: '',
    secret: 'key-token',
    defaultText: 'generated',
    about: 'Signs the Bearer tokens of `/api/key/`.',
  }),
  WEBHOOK_SECRET: setting<string>({
    read: hex(64),
    default: '',
    secret: 'webhook',
    defaultText: 'generated',
    about: 'Signs calls to `callback_url`, those that users named apart.',
  }),
  EDGE_SECRET: setting<string>({
    read: hex(64),
    default: '',
    secret: 'edge',
    defaultText: 'generated; not where EDGE_ORIGIN is set',
    about:
      'What edges without a database show their origin, and what makes the pass with which processes pass clients of spaces on to each other. The same on all of them.',
  }),
  EDGE_ORIGIN: setting<string>({
    read: url('http', 'https'),
    default: '',
    about:
      'Address of the deployment that this edge serves: a process of role `api` of it. With it an edge holds no database, no queue and no store. Only for role `edge`; its answers hold keys, so take https or a private network.',
  }),
  EDGE_PROXY_SECRET: setting<string>({
    read: hex(64),
    default: '',
    secret: 'proxy',
    defaultText: 'none; no proxy is answered',
    about: 'What a proxy such as nginx sends as `X-Edge-Proxy-Secret` when it asks `/v1/edge/authorize`.',
  }),
} as const;
