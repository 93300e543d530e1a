/**
 * Fields by which pages of these origins, and no others, may call the routes of users: with what they put into
 * `Authorization` themselves, never with cookies (LynxVizion contract §8.3).
 */
export function listedOriginFields(
  origins: ReadonlySet<string>,
  origin: string | undefined,
): Readonly<Record<string, string>> {
  const vary = { vary: 'Origin' };
  if (origin === undefined || !origins.has(origin)) return vary;
  return {
    ...vary,
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'Retry-After, WWW-Authenticate, X-Request-Id',
  };
}

/** The same for a preflight, which nobody has to sign in for. */
export function listedPreflightFields(
  origins: ReadonlySet<string>,
  origin: string | undefined,
  methods: readonly string[],
): Readonly<Record<string, string>> {
  const fields = listedOriginFields(origins, origin);
  if (!('access-control-allow-origin' in fields)) return fields;
  return {
    ...fields,
    'access-control-allow-methods': methods.join(', '),
    'access-control-allow-headers': 'Authorization, Content-Type',
    'access-control-max-age': '7200',
  };
}
