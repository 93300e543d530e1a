import type { Route } from '@sluice/contract';

export type RouteSearch<R extends Route> =
  | { readonly found: 'route'; readonly route: R; readonly params: Readonly<Record<string, string>> }
  /** The path is known, the method is not. `route` is the one whose error family answers. */
  | { readonly found: 'path'; readonly route: R; readonly methods: readonly string[] }
  | { readonly found: 'nothing' };

/** One part of a row's path: a literal, one segment, one with an end of its own, or everything that is left. */
interface PathPart {
  readonly kind: 'literal' | 'segment' | 'suffixed' | 'rest';
  /** The literal, or the name of the parameter. */
  readonly text: string;
  /** What follows the parameter within its segment. */
  readonly suffix: string;
}

interface Pattern {
  readonly parts: readonly PathPart[];
  /** Fewest and most segments that a matching path has. */
  readonly min: number;
  readonly max: number;
}

interface Row<R extends Route> {
  readonly route: R;
  readonly pattern: Pattern;
}

/** Rows by the literal that their path begins with, or by {@link keyOf} its end, each list in the table's order. */
export type RouteTable<R extends Route> = ReadonlyMap<string, readonly Row<R>[]>;

/** The path of a request target: everything before `?`, nothing decoded. */
export function rawPathOf(rawTarget: string): string {
  const query = rawTarget.indexOf('?');
  return query === -1 ? rawTarget : rawTarget.slice(0, query);
}

/** `/_t/{token}/v/…` → `/v/…`: a token in the path is a carrier, not a place (edge access §7). */
function withoutPathToken(rawPath: string): string {
  const end = rawPath.indexOf('/', '/_t/'.length);
  return end === -1 ? rawPath : rawPath.slice(end);
}

function parsePart(text: string): PathPart {
  const [, name, plus, suffix = ''] = /^\{(\w+)(\+?)\}(\.\w+)?$/.exec(text) ?? [];
  if (name === undefined) return { kind: 'literal', text, suffix };
  if (suffix !== '') return { kind: 'suffixed', text: name, suffix };
  return { kind: plus === '+' ? 'rest' : 'segment', text: name, suffix };
}

function parsePattern(path: string): Pattern {
  const parts = path.split('/').map(parsePart);
  const isOpen = parts.at(-1)?.kind === 'rest';
  const firstParameter = parts.findIndex(({ kind }) => kind !== 'literal');
  return {
    parts,
    min: isOpen ? firstParameter + 1 : parts.length,
    max: isOpen ? Number.POSITIVE_INFINITY : parts.length,
  };
}

/** Whether a path, cut at its slashes, is one of `pattern`. Parameters may be missing or empty: the route says so itself. */
function matches({ parts, min, max }: Pattern, given: readonly string[]): boolean {
  if (given.length < min || given.length > max) return false;
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index];
    if (part?.kind === 'literal' && part.text !== given[index]) return false;
    if (part?.kind === 'suffixed' && given[index]?.endsWith(part.suffix) !== true) return false;
  }
  return true;
}

/** Parameters of a path that matches. Nothing is decoded, so what is matched is what arrived. */
function paramsOf({ parts }: Pattern, given: readonly string[]): Readonly<Record<string, string>> {
  const params: Record<string, string> = {};
  for (const [index, { kind, text, suffix }] of parts.entries()) {
    if (kind === 'segment') params[text] = given[index] ?? '';
    else if (kind === 'suffixed') params[text] = (given[index] ?? '').slice(0, -suffix.length);
    else if (kind === 'rest') params[text] = given.slice(index).join('/');
  }
  return params;
}

/** No literal has an asterisk. */
const keyOf = (suffix: string): string => `*${suffix}`;

/** Prepares the rows for {@link findRoute}. Every path begins with a literal, or with a segment that ends with one. */
export function createRouteTable<R extends Route>(routes: readonly R[]): RouteTable<R> {
  return Map.groupBy(
    routes.map((route) => ({ route, pattern: parsePattern(route.path) })),
    ({ pattern: { parts } }) => (parts[1]?.kind === 'suffixed' ? keyOf(parts[1].suffix) : (parts[1]?.text ?? '')),
  );
}

const rowsFor = <R extends Route>(table: RouteTable<R>, first: string): readonly Row<R>[] =>
  table.get(first) ?? table.get(keyOf(first.slice(first.lastIndexOf('.')))) ?? [];

const methodsOf = ({ method, answersHead }: Route): readonly string[] =>
  method === 'GET' && answersHead !== false ? ['GET', 'HEAD'] : [method];

/** The first row, in the table's order, that takes this method and path. */
export function findRoute<R extends Route>(table: RouteTable<R>, method: string, rawPath: string): RouteSearch<R> {
  const hasPathToken = rawPath.startsWith('/_t/');
  const given = (hasPathToken ? withoutPathToken(rawPath) : rawPath).split('/');
  // The origin form begins with a slash (RFC 9112 §3.2.1), so nothing stands before it.
  if (given[0] !== '') return { found: 'nothing' };
  const others: R[] = [];
  for (const { route, pattern } of rowsFor(table, given[1] ?? '')) {
    if (hasPathToken && route.permission !== 'gate' && route.permission !== 'link') continue;
    if (!matches(pattern, given)) continue;
    if (methodsOf(route).includes(method)) return { found: 'route', route, params: paramsOf(pattern, given) };
    others.push(route);
  }
  const [first] = others;
  if (first === undefined) return { found: 'nothing' };
  return { found: 'path', route: first, methods: [...new Set(others.flatMap(methodsOf))] };
}
