/** Hosts that may embed: one host, its direct children, all below it, or `none`, a request that names no host. */
export interface HostPattern {
  readonly kind: 'exact' | 'child' | 'below' | 'none';
  /** Lower-case; for `child` and `below` the parent, with its leading dot. */
  readonly host: string;
}

/** The headers that name the page a request comes from. */
export interface EmbeddingHeaders {
  readonly origin: string | null;
  readonly referer: string | null;
}

const maxHostLength = 253;

/** Parses `host`, `*.host`, `**.host` (lower case, IDNA A-labels) or `none` (edge-access §11). Null for anything else. */
export function parseHostPattern(text: string): HostPattern | null {
  if (text === 'none') return { kind: 'none', host: '' };
  if (text.startsWith('**.')) return isHost(text.slice(3)) ? { kind: 'below', host: text.slice(2) } : null;
  if (text.startsWith('*.')) return isHost(text.slice(2)) ? { kind: 'child', host: text.slice(1) } : null;
  return isHost(text) ? { kind: 'exact', host: text } : null;
}

/** The text of `pattern`; {@link parseHostPattern} of it gives the same pattern. */
export function formatHostPattern({ kind, host }: HostPattern): string {
  return `${prefixes[kind]}${host}`;
}

const prefixes: Readonly<Record<HostPattern['kind'], string>> = { exact: '', child: '*', below: '**', none: 'none' };

/**
 * True when the page named by `Origin`, or by `Referer` where there is no `Origin`, is one of `patterns`. With neither
 * header, or `Origin: null`, only `none` matches; a header that names no host matches nothing.
 */
export function matchesAnyHost(patterns: readonly HostPattern[], { origin, referer }: EmbeddingHeaders): boolean {
  const source = origin ?? referer;
  if (source === null || origin === 'null') return patterns.some(({ kind }) => kind === 'none');
  const host = hostOfUrl(source);
  return host !== null && patterns.some((pattern) => matchesHost(pattern, host));
}

function matchesHost(pattern: HostPattern, host: string): boolean {
  switch (pattern.kind) {
    case 'exact':
      return host === pattern.host;
    case 'none':
      return false;
    case 'below':
      return host.length > pattern.host.length && host.endsWith(pattern.host);
    case 'child':
      return (
        host.endsWith(pattern.host) && host.indexOf('.') === host.length - pattern.host.length && !host.startsWith('.')
      );
  }
}

const authority = /^[a-z][a-z0-9+.-]{0,31}:\/\/([^/?#:@\\]{1,253})(?::\d{1,5})?(?:[/?#]|$)/i;

/** Lower-case host of an absolute URL; null when there is none, or user information stands before it. */
function hostOfUrl(url: string): string | null {
  const host = authority.exec(url)?.[1]?.toLowerCase() ?? null;
  return host !== null && isHost(host) ? host : null;
}

/** Labels of 1–63 letters, digits and inner hyphens (RFC 1123 §2.1), lower case, no trailing dot. Takes linear time. */
const hostName = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

function isHost(text: string): boolean {
  return text.length <= maxHostLength && hostName.test(text);
}
