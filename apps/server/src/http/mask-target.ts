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
const tokenAreas: ReadonlySet<string> = new Set(['_t', 'embed']);

/** Routes whose first parameter is a signature that opens what follows it (Vylux contract §4). */
const signedRoutes = /^\/(img|original|thumb)\/[^/]+/;

/** A request target fit for a log: whatever may be a credential, in path or query, is replaced (edge access §7, §21). */
export function maskTarget(rawTarget: string): string {
  const [path = '', query] = rawTarget.slice(0, MAX_SHOWN).split(/\?(.*)/s);
  const masked = path
    .replace(signedRoutes, '/$1/***')
    .split('/')
    .map((segment, index, all) => (tokenAreas.has(all[index - 1] ?? '') || looksLikeToken(segment) ? '***' : segment))
    .join('/');
  return query === undefined ? masked : `${masked}?${query.split('&').map(maskParameter).join('&')}`;
}

function maskParameter(part: string): string {
  const [name = '', value = ''] = part.split(/=(.*)/s);
  if (part === '' || (shownNames.has(name) && plainValue.test(value))) return part;
  return name === 'et' ? 'et=***' : '***';
}
