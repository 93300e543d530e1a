import { resolve } from 'node:path';

/** What `sluice edge nginx` was asked for; null where the configuration or the machine decides. */
export interface EdgeNginxOrder {
  readonly folder: string;
  readonly stateFolder: string;
  readonly listen: string;
  readonly origin: URL | null;
  readonly mediaFolder: string | null;
  readonly user: string | null;
  readonly cacheMaxBytes: number;
  /** `once`: write and end. `files`: keep the files fresh for an nginx that somebody else runs. */
  readonly mode: 'start' | 'files' | 'once';
}

type Parsed = { readonly ok: true; readonly order: EdgeNginxOrder } | { readonly ok: false; readonly sentence: string };

/** Its options, for `parseArgs`. */
export const edgeNginxOptions = {
  dir: { type: 'string' },
  origin: { type: 'string' },
  listen: { type: 'string' },
  state: { type: 'string' },
  media: { type: 'string' },
  user: { type: 'string' },
  'cache-size': { type: 'string' },
  'no-start': { type: 'boolean' },
  once: { type: 'boolean' },
} as const;

type Values = {
  readonly [Name in keyof typeof edgeNginxOptions]?:
    | ((typeof edgeNginxOptions)[Name]['type'] extends 'string' ? string : boolean)
    | undefined;
};

const DEFAULT_CACHE_BYTES = 10 * 1024 ** 3;
/** Nothing that could end a word or a quoted text in a configuration of nginx. */
const isPlainPath = (path: string): boolean => /^[A-Za-z0-9/._+@-]+$/.test(path);
const mistake = (sentence: string): Parsed => ({ ok: false, sentence });

function parseOrigin(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isHttp = url?.protocol === 'http:' || url?.protocol === 'https:';
  return url !== null && isHttp && url.pathname === '/' && url.search === '' && url.username === '' ? url : null;
}

function foldersOf({ dir, state, media }: Values) {
  if (dir === undefined) return null;
  const folder = resolve(dir);
  const stateFolder = state === undefined ? `${folder}/state` : resolve(state);
  return { folder, stateFolder, mediaFolder: media === undefined ? null : resolve(media) };
}

/** Reads the options of `sluice edge nginx`. What goes into a configuration may hold nothing that has a meaning there. */
export function parseEdgeNginx(values: Values): Parsed {
  const { origin, listen = '127.0.0.1:8080', user = null } = values;
  const folders = foldersOf(values);
  if (folders === null) return mistake('edge nginx needs --dir, a folder for what nginx reads and keeps.');
  const paths = [folders.folder, folders.stateFolder, folders.mediaFolder ?? '/'];
  if (!paths.every(isPlainPath)) return mistake('A folder for nginx is called by A-Z a-z 0-9 . _ + @ - alone.');
  const url = origin === undefined ? null : parseOrigin(origin);
  if (origin !== undefined && url === null) return mistake('--origin takes a URL such as https://media.example.com.');
  if (!/^(?:[A-Za-z0-9.-]+|\[[0-9a-f:]+\]):\d{1,5}$/.test(listen)) return mistake('--listen takes ADDRESS:PORT.');
  if (user !== null && !/^[a-z_][a-z0-9_-]{0,31}$/.test(user)) return mistake('--user takes the name of an account.');
  const cacheMaxBytes = Number(values['cache-size'] ?? DEFAULT_CACHE_BYTES);
  if (!Number.isSafeInteger(cacheMaxBytes) || cacheMaxBytes < 1)
    return mistake('--cache-size takes a number of bytes.');
  const unattended = values['no-start'] === true ? 'files' : 'start';
  const mode = values.once === true ? 'once' : unattended;
  return { ok: true, order: { ...folders, listen, origin: url, user, cacheMaxBytes, mode } };
}
