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

/** As {@link Presign}, with a signature that takes its time. */
export type PresignLater = (request: PresignRequest) => Promise<string>;

/** What tells Amazon's signature of URLs from Google's, which is built in the same way. */
interface QueryTerms {
  readonly algorithm: string;
  /** How the names of the scheme's own parameters and headers begin. */
  readonly vendor: 'Amz' | 'Goog';
  /** Who signs: a key's id, or an account. */
  readonly identity: string;
  /** The part of the credential's scope behind the day: `region/service/terminator`. */
  readonly scope: string;
  /** Of temporary credentials. */
  readonly sessionToken?: string;
}

/** Signatures by a key that is quick. */
export interface QueryScheme extends QueryTerms {
  /** Signature in hex; `day` is `20130524`. */
  signatureOf(day: string, text: string): string;
}

/** Signatures that are computed elsewhere. */
export interface SlowQueryScheme extends QueryTerms {
  /** Signature in hex. */
  signatureLater(text: string): Promise<string>;
}

/** Nothing about the body or the headers but the host is signed. */
export const UNSIGNED = 'UNSIGNED-PAYLOAD';

/** A URL that wants its signature. */
interface Draft {
  readonly day: string;
  /** What is to be signed. */
  readonly text: string;
  /** Everything in front of the signature. */
  readonly unsigned: string;
}

/**
 * Version 4 signatures in query parameters. What one second and one lifetime have in common is made once, so that a
 * signature costs one hash and one {@link QueryScheme.signatureOf}.
 */
export function createPresignBy(scheme: QueryScheme): Presign {
  const draft = createDraftBy(scheme);
  return (request) => {
    const { day, text, unsigned } = draft(request);
    return unsigned + scheme.signatureOf(day, text);
  };
}

/** As {@link createPresignBy}. */
export function createPresignLaterBy(scheme: SlowQueryScheme): PresignLater {
  const draft = createDraftBy(scheme);
  return async (request) => {
    const { text, unsigned } = draft(request);
    return unsigned + (await scheme.signatureLater(text));
  };
}

function createDraftBy(terms: QueryTerms): (request: PresignRequest) => Draft {
  let recent: Moment | undefined;
  return ({ method, url, expiresInSeconds, nowMs, extra }) => {
    const second = Math.floor(nowMs / 1000);
    if (recent?.second !== second || recent.expiresInSeconds !== expiresInSeconds) {
      recent = momentOf(terms, second, expiresInSeconds);
    }
    const { day, head, parameters } = recent;
    const query = extra === undefined ? recent.query : canonicalQuery({ ...parameters, ...extra });
    const request = `${method}\n${url.pathname}\n${query}\nhost:${url.host}\n\nhost\n${UNSIGNED}`;
    const text = `${head}${hash('sha256', request, 'hex')}`;
    return { day, text, unsigned: `${url.origin}${url.pathname}?${query}&X-${terms.vendor}-Signature=` };
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

function momentOf(terms: QueryTerms, second: number, expiresInSeconds: number): Moment {
  const time = formatTime(second * 1000);
  const day = time.slice(0, 8);
  const scope = `${day}/${terms.scope}`;
  const { vendor, sessionToken } = terms;
  const parameters = {
    [`X-${vendor}-Algorithm`]: terms.algorithm,
    [`X-${vendor}-Credential`]: `${terms.identity}/${scope}`,
    [`X-${vendor}-Date`]: time,
    [`X-${vendor}-Expires`]: String(expiresInSeconds),
    ...(sessionToken === undefined ? {} : { [`X-${vendor}-Security-Token`]: sessionToken }),
    [`X-${vendor}-SignedHeaders`]: 'host',
  };
  const head = `${terms.algorithm}\n${time}\n${scope}\n`;
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
