import type { HostPattern } from '../bindings/host-pattern.ts';
import type { NormalPath } from '../path/parse-path.ts';
import { isEmbedToken } from '../schemes/embed-token.ts';

const prefix = '/embed/';

/** The path of the page that plays what `token` opens (edge-access §6). */
export function formatEmbedPath(token: string): string {
  return prefix + token;
}

/** The embed token in the path of an embed page; null for every other path. */
export function parseEmbedPath(path: NormalPath): string | null {
  const token = path.startsWith(prefix) ? path.slice(prefix.length) : '';
  return isEmbedToken(token) ? token : null;
}

/**
 * Headers of an embed page: its address holds a token, so `Referer` must not carry it to other hosts, and only pages
 * on `hosts` may frame it (CSP 3 §6.4.2); null for any page.
 */
export function embedPageHeaders(hosts: readonly HostPattern[] | null): Readonly<Record<string, string>> {
  return {
    'referrer-policy': 'strict-origin-when-cross-origin',
    'content-security-policy': `frame-ancestors ${hosts === null ? '*' : frameAncestors(hosts)}`,
  };
}

function frameAncestors(hosts: readonly HostPattern[]): string {
  const sources = hosts.flatMap(({ kind, host }) => {
    if (kind === 'none') return [];
    // A source of http covers https as well. CSP's wildcard reaches any depth: the entry request decides exactly.
    return [`http://${kind === 'exact' ? '' : '*'}${host}:*`];
  });
  return sources.length === 0 ? "'none'" : sources.join(' ');
}
