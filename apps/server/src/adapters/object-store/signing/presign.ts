import { hash } from 'node:crypto';

export interface PresignRequest {
  readonly method: 'GET' | 'PUT';
  /** Where the object is; the path encoded by {@link encodePath}. */
  readonly url: Pick<URL, 'origin' | 'host' | 'pathname'>;
  readonly expiresInSeconds: number;
  readonly nowMs: number;
  /** Query parameters that are signed too, such as `response-content-type`. */
  readonly extra?: Readonly<Record<string, string>>;
}

/** Gives a URL that carries its own signature. */
export type Presign = (request: PresignRequest) => string;

/** What tells Amazon's signature of URLs from Google's, which is built in the same way. */
export interface QueryScheme {
  readonly algorithm: string;
  /** How the names of the scheme's own parameters and headers begin. */
  readonly vendor: 'Amz' | 'Goog';
  /** Who signs: a key's id, or an account. */
  readonly identity: string;
  /** The part of the credential's scope behind the day: `region/service/terminator`. */
  readonly scope: string;
  /** Of temporary credentials. */
  readonly sessionToken?: string;
  /** Signature in hex; `day` is `20130524`. */
  signatureOf(day: string, text: string): string;
}

/** Nothing about the body or the headers but the host is signed. */
export const UNSIGNED = 'UNSIGNED-PAYLOAD';

/**
 * Version 4 signatures in query parameters. What one second and one lifetime have in common is made once, so that a
 * signature costs one hash and one {@link QueryScheme.signatureOf}.
 */
export function createPresignBy(scheme: QueryScheme): Presign {
  let recent: Moment | undefined;
  return ({ method, url, expiresInSeconds, nowMs, extra }) => {
    const second = Math.floor(nowMs / 1000);
    if (recent?.second !== second || recent.expiresInSeconds !== expiresInSeconds) {
      recent = momentOf(scheme, second, expiresInSeconds);
    }
    const { day, head, parameters } = recent;
    const query = extra === undefined ? recent.query : canonicalQuery({ ...parameters, ...extra });
    const request = `${method}\n${url.pathname}\n${query}\nhost:${url.host}\n\nhost\n${UNSIGNED}`;
    const signature = scheme.signatureOf(day, `${head}${hash('sha256', request, 'hex')}`);
    return `${url.origin}${url.pathname}?${query}&X-${scheme.vendor}-Signature=${signature}`;
  };
}

/** What all signatures of one second and lifetime share. */
interface Moment {
  readonly second: number;
  readonly expiresInSeconds: number;
  readonly day: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: string;
  /** The first three lines of what is signed. */
  readonly head: string;
}

function momentOf(scheme: QueryScheme, second: number, expiresInSeconds: number): Moment {
  const time = formatTime(second * 1000);
  const day = time.slice(0, 8);
  const scope = `${day}/${scheme.scope}`;
  const { vendor, sessionToken } = scheme;
  const parameters = {
    [`X-${vendor}-Algorithm`]: scheme.algorithm,
    [`X-${vendor}-Credential`]: `${scheme.identity}/${scope}`,
    [`X-${vendor}-Date`]: time,
    [`X-${vendor}-Expires`]: String(expiresInSeconds),
    ...(sessionToken === undefined ? {} : { [`X-${vendor}-Security-Token`]: sessionToken }),
    [`X-${vendor}-SignedHeaders`]: 'host',
  };
  const head = `${scheme.algorithm}\n${time}\n${scope}\n`;
  return { second, expiresInSeconds, day, parameters, query: canonicalQuery(parameters), head };
}

/** A key as a path: every byte but the unreserved ones of RFC 3986 and `/` as `%XX`, once. */
export function encodePath(key: string): string {
  return encodeStrictly(key).replaceAll('%2F', '/');
}

/** Everything but RFC 3986's unreserved characters as `%XX`. */
export function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** In the order of the names' bytes, as a signature wants it; the names are ASCII. */
export function canonicalQuery(parameters: Readonly<Record<string, string>>): string {
  return Object.keys(parameters)
    .sort()
    .map((name) => `${name}=${encodeStrictly(parameters[name] ?? '')}`)
    .join('&');
}

/** `20130524T000000Z` */
export function formatTime(timeMs: number): string {
  return new Date(timeMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
}
