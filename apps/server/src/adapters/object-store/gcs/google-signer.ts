import { hash } from 'node:crypto';
import type { BucketDialect } from '../s3/s3-connection.ts';
import { canonicalQuery, formatTime, type QueryScheme, UNSIGNED } from '../signing/presign.ts';

type RequestSigner = Extract<BucketDialect['signer'], { sign: unknown }>;
/** A request of the SDK, as far as a signature is about it. */
export type SdkRequest = Parameters<RequestSigner['sign']>[0];
type Headers = Readonly<Record<string, string>>;

/**
 * Turns what the S3 SDK sends into what Google's XML API takes. Google refuses a request that has headers of both
 * vendors, so each of Amazon's is renamed or left out, and creating once is said as generation 0.
 */
export function googleHeaders(headers: Headers): Record<string, string> {
  const renamed: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    if (lower === 'if-none-match' && value === '*') renamed['x-goog-if-generation-match'] = '0';
    else if (lower.startsWith('x-amz-copy-source')) renamed[lower.replace('x-amz-', 'x-goog-')] = value;
    else if (!/^(x-amz-|amz-sdk-)/.test(lower)) renamed[lower] = value;
  }
  return renamed;
}

/** The SDK names each operation in the query, which is nothing to Google. */
function googleQuery(query: SdkRequest['query']): NonNullable<SdkRequest['query']> {
  const { 'x-id': _operation, ...rest } = query ?? {};
  return rest;
}

/** Gives the headers that authorize a request which has these. */
export type AuthorizeHeaders = (request: SdkRequest, headers: Headers, nowMs: number) => Promise<Headers> | Headers;

/** A signer for the SDK that speaks Google's words, authorized by `authorize`. */
export function createGoogleSigner(authorize: AuthorizeHeaders): RequestSigner {
  return {
    async sign(request) {
      const spoken = { ...request, query: googleQuery(request.query), headers: googleHeaders(request.headers) };
      const headers = { ...spoken.headers, ...(await authorize(spoken, spoken.headers, Date.now())) };
      // The SDK signs the request that it gave once more when it repeats it, and sends one of the same class.
      return Object.assign(Object.create(Object.getPrototypeOf(request)), spoken, { headers });
    },
  };
}

/** The `Authorization` header of Google's V4 signature, which covers the host and every header of Google's. */
export function authorizeBySignature(scheme: QueryScheme): AuthorizeHeaders {
  return (request, given, nowMs) => {
    const time = formatTime(nowMs);
    const day = time.slice(0, 8);
    const added = { 'x-goog-date': time, 'x-goog-content-sha256': UNSIGNED };
    const signed: Record<string, string> = { ...added };
    for (const [name, value] of Object.entries(given)) {
      if (name === 'host' || name.startsWith('x-goog-')) signed[name] = value.trim();
    }
    const names = Object.keys(signed).sort();
    const canonical = [
      request.method,
      request.path,
      canonicalQuery(flatQuery(request.query)),
      ...names.map((name) => `${name}:${signed[name]}`),
      '',
      names.join(';'),
      UNSIGNED,
    ].join('\n');
    const scope = `${day}/${scheme.scope}`;
    const signature = scheme.signatureOf(
      day,
      `${scheme.algorithm}\n${time}\n${scope}\n${hash('sha256', canonical, 'hex')}`,
    );
    const parts = [`Credential=${scheme.identity}/${scope}`, `SignedHeaders=${names.join(';')}`];
    return { ...added, authorization: `${scheme.algorithm} ${parts.join(', ')}, Signature=${signature}` };
  };
}

/** No parameter of ours is given twice. */
function flatQuery(query: SdkRequest['query']): Record<string, string> {
  return Object.fromEntries(Object.entries(query ?? {}).map(([name, value]) => [name, String(value ?? '')]));
}
