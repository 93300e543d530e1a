import type { BootstrapUser } from '../ports/bootstrap.ts';
import type { CdnSettings } from '../ports/cdn-settings.ts';
import {
  duration,
  flag,
  fraction,
  hex,
  integer,
  keyVersions,
  list,
  networks,
  otlpEndpoint,
  rsaPublicKey,
  type Setting,
  text,
  trustedUrl,
  url,
  word,
  words,
} from './setting.ts';

const GIB = 2 ** 30;

/** Keeps the value's type next to its row. */
const setting = <T>(row: Setting<T>): Setting<T> => row;

const roles = ['all', 'api', 'worker', 'edge'] as const;
export type Role = (typeof roles)[number];

const bucket = (role: 'source' | 'media', about: string) => ({
  driver: setting<'fs' | 's3'>({
    read: word('fs', 's3'),
    default: 'fs',
    defaultText: `fs; s3 where ${role.toUpperCase()}_S3_ENDPOINT is set`,
    about: `Where the ${role} objects live: \`fs\`, a folder, or \`s3\`, an S3-compatible store. ${about}`,
  }),
  folder: setting<string>({
    read: text,
    default: '',
    defaultText: `DATA_DIR/${role}`,
    about: `Folder of the ${role} objects with driver \`fs\`.`,
  }),
  endpoint: setting<string>({
    read: url('http', 'https'),
    default: '',
    about: `Address of the S3-compatible store for ${role} objects.`,
  }),
  region: setting<string>({ read: text, default: 'auto', about: `Region of that store.` }),
  accessKey: setting<string>({ read: text, default: '', secret: 'object-store', about: `Access key of that store.` }),
  secretKey: setting<string>({ read: text, default: '', secret: 'object-store', about: `Secret key of that store.` }),
  bucket: setting<string>({ read: text, default: '', about: `Bucket of the ${role} objects.` }),
});

const source = bucket('source', 'Originals; written only by uploads.');
const media = bucket('media', 'Everything that is made from them.');

/** Every setting of the server, by the name of its environment variable. */
export const settings = {
  MODE: setting<readonly Role[]>({
    read: (raw) => words(...roles)(raw.trim().toLowerCase() === 'server' ? 'api,edge' : raw),
    default: ['all'],
    about:
      'Which roles this process takes: `all`, or several of `api`, `worker`, `edge`; `server` is `api,edge`. The option `--role` wins.',
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
  SOURCE_DRIVER: source.driver,
  SOURCE_DIR: source.folder,
  SOURCE_S3_ENDPOINT: source.endpoint,
  SOURCE_S3_REGION: source.region,
  SOURCE_S3_ACCESS_KEY: source.accessKey,
  SOURCE_S3_SECRET_KEY: source.secretKey,
  SOURCE_BUCKET: source.bucket,
  MEDIA_DRIVER: media.driver,
  MEDIA_DIR: media.folder,
  MEDIA_S3_ENDPOINT: media.endpoint,
  MEDIA_S3_REGION: media.region,
  MEDIA_S3_ACCESS_KEY: media.accessKey,
  MEDIA_S3_SECRET_KEY: media.secretKey,
  MEDIA_BUCKET: media.bucket,
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
    about: 'Signs calls to `callback_url`.',
  }),
  EDGE_SECRET: setting<string>({
    read: hex(64),
    default: '',
    secret: 'edge',
    defaultText: 'generated; not where EDGE_ORIGIN is set',
    about: 'What edges without a database show their origin. The same on the origin and on its edges.',
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
  CLERK_ISSUER: setting<string>({
    read: trustedUrl,
    default: '',
    defaultText: 'none; JWTs of users are refused',
    about:
      'Issuer of the JWTs that users sign in with, exactly as their `iss` has it: the Frontend API of Clerk, or another that follows OpenID Connect with RS256. `https`; `http` on this machine alone.',
  }),
  CLERK_JWKS_URL: setting<string>({
    read: trustedUrl,
    default: '',
    defaultText: 'CLERK_ISSUER/.well-known/jwks.json',
    about:
      'Key set of that issuer, kept for five minutes, and for a day where it cannot be had. In a private network only where OUTGOING_PRIVATE_NETWORKS names that.',
  }),
  CLERK_JWT_KEY: setting<string>({
    read: rsaPublicKey,
    default: '',
    defaultText: 'none; the key set is fetched',
    about: 'The one public key of that issuer in PEM form, for a process that asks nobody.',
  }),
  CLERK_AUTHORIZED_PARTIES: setting<readonly string[]>({
    read: list,
    default: [],
    defaultText: 'none; not checked',
    about:
      'Origins of your sites, joined by commas: one of them must be the `azp` of a JWT, and their pages may call the routes of users (CORS).',
  }),
  CLERK_AUDIENCE: setting<readonly string[]>({
    read: list,
    default: [],
    defaultText: 'none; not checked',
    about: 'Texts, joined by commas, of which one must be in the `aud` of a JWT.',
  }),
  CLERK_CLOCK_SKEW_S: setting<number>({
    read: integer(0, 300),
    default: 5,
    unit: 'seconds',
    about: 'Leeway on start, issue and end of a JWT.',
  }),
  CLERK_SECRET_KEY: setting<string>({
    read: text,
    default: '',
    secret: 'identity',
    defaultText: 'none; the back end of the issuer is not asked',
    about:
      'Key of Clerk’s Backend API, where the UUID of a user who was not seen before is looked up and written back.',
  }),
  CLERK_API_URL: setting<string>({
    read: trustedUrl,
    default: 'https://api.clerk.com',
    about: 'Address of that API.',
  }),
  LVZ_KEYS_REQUIRE_JWT: setting<boolean>({
    read: flag,
    default: false,
    about: 'Refuse API keys of users on `/api/keys`, so that only who is signed in can make and remove keys.',
  }),
  BOOTSTRAP_FILE: setting<string>({
    read: text,
    default: '',
    defaultText: 'none',
    about:
      'JSON file of users and their API keys that a deployment is to have from its start: see docs/guide/users.md. Read with every start; what is there already is left alone.',
  }),
  ENCRYPTION_KEY: setting<string>({
    read: hex(64, 64),
    default: '',
    secret: 'kek',
    defaultText: 'generated',
    about: 'Wraps content keys and signing keys at rest: version `v1`.',
  }),
  ENCRYPTION_KEY_VERSIONS: setting<ReadonlyMap<string, string>>({
    read: keyVersions,
    default: new Map(),
    secret: 'kek',
    defaultText: 'none',
    about:
      'Later versions of ENCRYPTION_KEY, as `v2=<64 hexadecimal digits>,…`. The last one wraps new keys; all of them unwrap.',
  }),
  WORKER_CONCURRENCY: setting<number>({
    read: integer(1, 256),
    default: 1,
    unit: 'jobs',
    about: 'Jobs that this process works on at once. One encode keeps every core busy.',
  }),
  LARGE_WORKER_CONCURRENCY: setting<number>({
    read: integer(1, 256),
    default: 1,
    unit: 'jobs',
    about: 'The same for sources of LARGE_FILE_THRESHOLD and more, which have a queue of their own.',
  }),
  LARGE_FILE_THRESHOLD: setting<number>({
    read: integer(1),
    default: 5 * GIB,
    unit: 'bytes',
    about: 'Sources of this size go to the queue for large files. Not above MAX_FILE_SIZE.',
  }),
  MAX_FILE_SIZE: setting<number>({
    read: integer(1),
    default: 50 * GIB,
    unit: 'bytes',
    about: 'Largest source that is accepted.',
  }),
  CACHE_MAX_SIZE: setting<number>({
    read: integer(-1),
    default: GIB,
    unit: 'bytes',
    about: 'Memory for small objects and derived segments; 0 or less keeps none.',
  }),
  EDGE_DISK_CACHE_SIZE: setting<number>({
    read: integer(0),
    default: 0,
    unit: 'bytes',
    about:
      'Disk for media objects that were read from the store, in DATA_DIR/cache; 0 keeps none. Worth it where the store is remote.',
  }),
  DEFAULT_ASSET_ACCESS: setting<'public' | 'protected'>({
    read: word('public', 'protected'),
    default: 'public',
    about: 'Policy of an asset that is first seen in `POST /api/jobs`.',
  }),
  ENCRYPTION_SCHEME: setting<'aes-128' | 'cbcs'>({
    read: word('aes-128', 'cbcs'),
    default: 'aes-128',
    about: 'How encrypted segments are stored when a job does not say.',
  }),
  LADDER_CODECS: setting<readonly ('h264' | 'av1')[]>({
    read: words('h264', 'av1'),
    default: ['h264'],
    about: 'Video codecs of the ladder.',
  }),
  SEGMENT_SECONDS: setting<number>({
    read: integer(1, 30),
    default: 6,
    unit: 'seconds',
    about: 'Target length of a segment.',
  }),
  CHUNK_SECONDS: setting<number>({
    read: integer(1, 3600),
    default: 60,
    unit: 'seconds',
    about: 'Length of the pieces that a film is encoded in; a lost worker costs at most one.',
  }),
  X264_PRESET: setting<string>({
    read: word('ultrafast', 'superfast', 'veryfast', 'faster', 'fast', 'medium', 'slow', 'slower', 'veryslow'),
    default: 'veryfast',
    about: 'Trade of encoding time against quality per bit for H.264.',
  }),
  IMAGE_GEOMETRY: setting<'proportional' | 'vylux'>({
    read: word('proportional', 'vylux'),
    default: 'proportional',
    about:
      'What one side alone means for `/img`: `proportional` keeps the aspect ratio and never enlarges; `vylux` does as the reference: a width is a square, a height alone is refused, small sources are enlarged.',
  }),
  IMAGE_BACKGROUND: setting<string>({
    read: hex(6, 6),
    default: '000000',
    about: 'Colour behind transparent pixels in JPEG, as six hexadecimal digits.',
  }),
  IMAGE_CONCURRENCY: setting<number>({
    read: integer(0, 256),
    default: 0,
    defaultText: 'the cores',
    unit: 'pictures',
    about: 'Pictures that are made at once, each on one thread of UV_THREADPOOL_SIZE, of which two are left to files.',
  }),
  IMAGE_QUEUE_SIZE: setting<number>({
    read: integer(0, 100_000),
    default: 64,
    unit: 'requests',
    about: 'Requests for different pictures that may wait; beyond them 503 with `Retry-After`.',
  }),
  IMAGE_MAX_SOURCE_SIZE: setting<number>({
    read: integer(1, 2 ** 31 - 1),
    default: 64 * 2 ** 20,
    unit: 'bytes',
    about: 'Largest source that pictures are made from.',
  }),
  IMAGE_MAX_PIXELS: setting<number>({
    read: integer(1, 2 ** 31 - 1),
    default: 100_000_000,
    unit: 'pixels',
    about: 'Most pixels that are decoded for one picture, all frames of an animation counted.',
  }),
  IMAGE_MAX_FRAMES: setting<number>({
    read: integer(1, 100_000),
    default: 200,
    unit: 'frames',
    about: 'Most frames of an animation.',
  }),
  IMAGE_MAX_OUTPUT_SIDE: setting<number>({
    read: integer(1, 65_535),
    default: 16_383,
    unit: 'pixels',
    about: 'Longest side of a picture that is made; WebP knows no longer one than the default.',
  }),
  IMAGE_TIMEOUT: setting<number>({
    read: duration,
    default: 30,
    defaultText: '30s',
    unit: 'Go duration',
    about: 'How long one picture may take once its turn has come.',
  }),
  UV_THREADPOOL_SIZE: setting<number>({
    read: integer(1, 1024),
    default: 4,
    unit: 'threads',
    about:
      'Threads for files, look-ups and pictures. Node.js itself reads it at its start, so only the real environment counts; the scripts set it to the cores and four more.',
  }),
  FFMPEG_PATH: setting<string>({ read: text, default: 'ffmpeg', about: 'The ffmpeg program.' }),
  FFPROBE_PATH: setting<string>({ read: text, default: 'ffprobe', about: 'The ffprobe program.' }),
  MEDIA_SANDBOX: setting<'auto' | 'required'>({
    read: word('auto', 'required'),
    default: 'auto',
    about:
      '`required` refuses to start where ffmpeg cannot be kept from network and files by bubblewrap; `auto` then goes on with allow-lists of protocols and formats alone.',
  }),
  LOG_LEVEL: setting<'debug' | 'info' | 'warn' | 'error' | 'silent'>({
    read: word('debug', 'info', 'warn', 'error', 'silent'),
    default: 'info',
    about: 'Least severe log line that is written.',
  }),
  ACCESS_LOG: setting<boolean>({ read: flag, default: true, about: 'Write one log line for each request.' }),
  AUDIT_LOG: setting<string>({
    read: text,
    default: 'stdout',
    about:
      'Where the records of who was given, refused or denied what go: `stdout`, beside the log, `off`, or the path of a file to append to.',
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: setting<string>({
    read: otlpEndpoint,
    default: '',
    defaultText: 'none; no traces are sent',
    about:
      'Where traces are sent by OTLP/HTTP: `host[:port]` (port 4318, no TLS) or a URL, to which `/v1/traces` is added where it is missing.',
  }),
  OTEL_SERVICE_NAME: setting<string>({ read: text, default: 'vylux', about: 'Name of this service in traces.' }),
  OTEL_TRACES_SAMPLER_ARG: setting<number>({
    read: fraction,
    default: 1,
    about:
      'Part of the traces beginning here that is sent, 0 to 1. For a trace that a caller began, the caller decides.',
  }),
  WORKER_METRICS_PORT: setting<number>({
    read: integer(0, 65_535),
    default: 3001,
    about:
      'Port of `/healthz` and `/metrics` in a process that is a worker and nothing else; it listens on no other. 0: on none. A port that is taken is told in the log, and the worker goes on without.',
  }),
  JOB_RATE_LIMIT: setting<number>({
    read: integer(0),
    default: 30,
    unit: 'calls per minute',
    about: 'How often an API key may create and retry jobs, in all processes together; 0 sets no limit.',
  }),
  KEY_RATE_LIMIT: setting<number>({
    read: integer(0),
    default: 120,
    unit: 'calls per minute',
    about:
      'How often a Bearer token, or an address without one, may ask one process for keys at `/api/key/`; 0 sets no limit.',
  }),
  SHUTDOWN_TIMEOUT: setting<number>({
    read: duration,
    default: 30,
    defaultText: '30s',
    unit: 'Go duration',
    about: 'How long open requests may finish after a stop signal.',
  }),
  WORKER_SHUTDOWN_TIMEOUT: setting<number>({
    read: duration,
    default: 5,
    defaultText: '5s',
    unit: 'Go duration',
    about: 'How long a running job may finish after a stop signal; then it is handed back and resumes elsewhere.',
  }),
} as const;

export type SettingName = keyof typeof settings;

/** Every setting with a value. Secrets are hex or text as configured. */
export type Settings = { readonly [Name in SettingName]: (typeof settings)[Name]['default'] };

/** The settings, and what the files say that they name. */
export type Config = Settings & {
  readonly cdns: readonly CdnSettings[];
  readonly bootstrapUsers: readonly BootstrapUser[];
};
