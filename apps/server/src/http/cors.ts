import type { Route } from '@sluice/contract';

/** What a player on another origin may read of an answer. */
const EXPOSED =
  'Accept-Ranges, Content-Length, Content-Range, ETag, Edge-Renew, Edge-Token-Renewed, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After, X-Edge-Deny, X-Request-Id';
const REQUEST_HEADERS =
  'Authorization, Content-Type, Edge-Token, If-Match, If-None-Match, If-Modified-Since, If-Range, Range';

/** The header fields of tus 1.0 that a browser sends and reads. */
const UPLOAD_REQUEST_HEADERS = `${REQUEST_HEADERS}, Tus-Resumable, Upload-Length, Upload-Metadata, Upload-Offset`;
const UPLOAD_EXPOSED =
  'Location, Retry-After, Tus-Resumable, Upload-Expires, Upload-Length, Upload-Offset, X-Request-Id';

/**
 * Any origin may read, without credentials of its own: what guards the bytes is the playback credential, and its
 * domain binding where one is wanted.
 */
export const corsHeaders: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': EXPOSED,
  'cross-origin-resource-policy': 'cross-origin',
};

const anyone = { 'access-control-allow-origin': '*' };

/**
 * Who may read. Where players ask with cookies, as dash.js does for a licence, a browser takes no `*` for an answer:
 * the origin that asks is named, and caches keep the answers apart (Fetch standard §3.2.5, edge access §16).
 */
export function allowedOrigin(cors: Route['cors'], origin: string | undefined): Readonly<Record<string, string>> {
  // Whoever is listed is named elsewhere; nobody is here.
  if (cors === 'listed') return {};
  if (cors !== 'with-cookies') return anyone;
  const vary = { vary: 'Origin' };
  if (origin === undefined) return { ...anyone, ...vary };
  return { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true', ...vary };
}

/**
 * What every answer of a route tells about who may read it, to a request that names `origin`. Listed origins are named
 * by the route's own answers.
 */
export function corsFields(cors: Route['cors'], origin: string | undefined): Readonly<Record<string, string>> {
  if (cors === false || cors === 'listed') return {};
  const exposed = cors === 'uploads' ? { 'access-control-expose-headers': UPLOAD_EXPOSED } : {};
  return { ...corsHeaders, ...exposed, ...allowedOrigin(cors, origin) };
}

/** Answer to a preflight (Fetch standard §3.2.2). It tells nothing about the asset. */
export function preflightHeaders(
  methods: readonly string[],
  cors: Route['cors'] = true,
  origin?: string,
): Readonly<Record<string, string>> {
  if (cors === false || cors === 'listed') return {};
  return {
    ...allowedOrigin(cors, origin),
    'access-control-allow-methods': methods.join(', '),
    'access-control-allow-headers': cors === 'uploads' ? UPLOAD_REQUEST_HEADERS : REQUEST_HEADERS,
    'access-control-max-age': '7200',
  };
}
