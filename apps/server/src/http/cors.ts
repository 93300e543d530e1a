/** What a player on another origin may read of an answer. */
const EXPOSED =
  'Accept-Ranges, Content-Length, Content-Range, ETag, Edge-Renew, Edge-Token-Renewed, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After, X-Edge-Deny, X-Request-Id';
const REQUEST_HEADERS =
  'Authorization, Content-Type, Edge-Token, If-Match, If-None-Match, If-Modified-Since, If-Range, Range';

/**
 * Any origin may read, without credentials of its own: what guards the bytes is the playback credential, and its
 * domain binding where one is wanted.
 */
export const corsHeaders: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': EXPOSED,
  'cross-origin-resource-policy': 'cross-origin',
};

/** Answer to a preflight (Fetch standard §3.2.2). It tells nothing about the asset. */
export function preflightHeaders(methods: readonly string[]): Readonly<Record<string, string>> {
  return {
    'access-control-allow-origin': '*',
    'access-control-allow-methods': methods.join(', '),
    'access-control-allow-headers': REQUEST_HEADERS,
    'access-control-max-age': '7200',
  };
}
