import type { Route } from '@sluice/contract';

export type RouteSearch<R extends Route> =
  | { readonly found: 'route'; readonly route: R; readonly params: Readonly<Record<string, string>> }
  /** The path is known, the method is not. `route` is the one whose error family answers. */
  | { readonly found: 'path'; readonly route: R; readonly methods: readonly string[] }
  | { readonly found: 'nothing' };

/** The path of a request target: everything before `?`, nothing decoded. */
export function rawPathOf(rawTarget: string): string {
  const query = rawTarget.indexOf('?');
  return query === -1 ? rawTarget : rawTarget.slice(0, query);
}

/** `/_t/{token}/v/…` → `/v/…`: a token in the path is a carrier, not a place (edge access §7). */
export function withoutPathToken(rawPath: string): string {
  const match = /^\/_t\/[^/]*(\/.*)$/.exec(rawPath);
  return match?.[1] ?? rawPath;
}

/**
 * Parameters of `rawPath` under `pattern`, or null. Nothing is decoded, so what is matched is what arrived.
 * Once the literals before the first parameter match, parameters may be missing or empty: the route itself says
 * what is wrong with them.
 */
export function matchPath(pattern: string, rawPath: string): Readonly<Record<string, string>> | null {
  const wanted = pattern.split('/');
  const given = rawPath.split('/');
  const params: Record<string, string> = {};
  const firstParameter = wanted.findIndex((part) => part.startsWith('{'));
  const isOpen = pattern.endsWith('+}');
  if (given.length > wanted.length && !isOpen) return null;
  if (given.length < (isOpen ? firstParameter + 1 : wanted.length)) return null;
  for (const [index, part] of wanted.entries()) {
    const name = /^\{(\w+)(\+?)\}$/.exec(part);
    if (name === null && part !== given[index]) return null;
    if (name?.[1] !== undefined)
      params[name[1]] = (name[2] === '+' ? given.slice(index).join('/') : given[index]) ?? '';
  }
  return params;
}

/** The first row, in the table's order, that takes this method and path. */
export function findRoute<R extends Route>(table: readonly R[], method: string, rawPath: string): RouteSearch<R> {
  const hasPathToken = rawPath.startsWith('/_t/');
  const path = hasPathToken ? withoutPathToken(rawPath) : rawPath;
  const matches = table.flatMap((route) => {
    if (hasPathToken && route.permission !== 'gate') return [];
    const params = matchPath(route.path, path);
    return params === null ? [] : [{ route, params }];
  });
  const [first] = matches;
  if (first === undefined) return { found: 'nothing' };
  const wanted = method === 'HEAD' ? 'GET' : method;
  const hit = matches.find((match) => match.route.method === wanted);
  if (hit !== undefined) return { found: 'route', ...hit };
  const methods = matches.flatMap(({ route }) => (route.method === 'GET' ? ['GET', 'HEAD'] : [route.method]));
  return { found: 'path', route: first.route, methods: [...new Set(methods)] };
}
