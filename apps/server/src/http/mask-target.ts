import { looksLikeToken } from '../platform/looks-like-token.ts';

/** Longer ones are cut. */
const MAX_SHOWN = 2048;

/** Parameters of ours that hold no credential. All others are masked, name and value: nobody knows what they carry. */
const shownNames: ReadonlySet<string> = new Set([
  ...['_HLS_msn', '_HLS_part', '_HLS_skip', 'v', 'since', 'wait', 'node', 'keys', 'asset_id', 'cursor'],
]);

/** Shorter and plainer than any credential. */
const plainValue = /^[\w.:-]{0,40}$/;

/** What follows one of these in a path is a token. */
const tokenAreas: ReadonlySet<string> = new Set(['_t', 'embed', 'submit_acr']);
const tokenArea = /(?:^|\/)(?:_t|embed|submit_acr)\//;

/** Routes whose first parameter is a signature that opens what follows it (Vylux contract §4). */
const signedRoutes = /^\/(img|original|thumb)\/[^/]+/;

/** A request target fit for a log: whatever may be a credential, in path or query, is replaced (edge access §7, §21). */
export function maskTarget(rawTarget: string): string {
  const target = rawTarget.slice(0, MAX_SHOWN);
  const mark = target.indexOf('?');
  if (mark === -1) return maskPath(target);
  return `${maskPath(target.slice(0, mark))}?${maskQuery(target.slice(mark + 1))}`;
}

function maskPath(rawPath: string): string {
  const path = rawPath.replace(signedRoutes, '/$1/***');
  // No mark of a token spans a slash, so what the whole of a path shows none of, no segment does.
  if (!tokenArea.test(path) && !looksLikeToken(path)) return path;
  return path
    .split('/')
    .map((segment, index, all) => (tokenAreas.has(all[index - 1] ?? '') || looksLikeToken(segment) ? '***' : segment))
    .join('/');
}

const maskQuery = (query: string): string =>
  query.includes('&') ? query.split('&').map(maskParameter).join('&') : maskParameter(query);

function maskParameter(part: string): string {
  const equals = part.indexOf('=');
  const name = equals === -1 ? part : part.slice(0, equals);
  if (name === 'et') return 'et=***';
  const value = equals === -1 ? '' : part.slice(equals + 1);
  return part === '' || (shownNames.has(name) && plainValue.test(value)) ? part : '***';
}
