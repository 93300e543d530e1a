import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary credentials. */
  readonly sessionToken?: string;
}

export interface PresignRequest {
  readonly method: 'GET' | 'PUT';
  /** Scheme, host and path; the path encoded by {@link encodePath}. */
  readonly url: URL;
  readonly expiresInSeconds: number;
  readonly nowMs: number;
}

/** Gives a URL that carries its own signature: AWS Signature Version 4 in query parameters. */
export type Presign = (request: PresignRequest) => string;

const ALGORITHM = 'AWS4-HMAC-SHA256';
/** Nothing about the body or the headers but the host is signed. */
const UNSIGNED = 'UNSIGNED-PAYLOAD';

/**
 * Signs for one account and region. The key of the day is derived once a day (four HMACs), so a signature
 * costs one hash and one HMAC.
 * Source: docs.aws.amazon.com, “Authenticating Requests: Using Query Parameters (AWS Signature Version 4)”.
 */
export function createPresign(credentials: Credentials, region: string): Presign {
  let dayKey: { readonly day: string; readonly key: KeyObject } | undefined;
  return ({ method, url, expiresInSeconds, nowMs }) => {
    const time = formatTime(nowMs);
    const day = time.slice(0, 8);
    if (dayKey?.day !== day) dayKey = { day, key: deriveDayKey(credentials.secretAccessKey, day, region) };
    const scope = `${day}/${region}/s3/aws4_request`;
    const query = canonicalQuery({
      'X-Amz-Algorithm': ALGORITHM,
      'X-Amz-Credential': `${credentials.accessKeyId}/${scope}`,
      'X-Amz-Date': time,
      'X-Amz-Expires': String(expiresInSeconds),
      ...(credentials.sessionToken === undefined ? {} : { 'X-Amz-Security-Token': credentials.sessionToken }),
      'X-Amz-SignedHeaders': 'host',
    });
    const request = [method, url.pathname, query, `host:${url.host}\n`, 'host', UNSIGNED].join('\n');
    const text = [ALGORITHM, time, scope, createHash('sha256').update(request).digest('hex')].join('\n');
    const signature = createHmac('sha256', dayKey.key).update(text).digest('hex');
    return `${url.origin}${url.pathname}?${query}&X-Amz-Signature=${signature}`;
  };
}

/** A key as a path: every byte but the unreserved ones of RFC 3986 and `/` as `%XX`, once. */
export function encodePath(key: string): string {
  return key.split('/').map(encodeStrictly).join('/');
}

function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The names are ASCII and given in ascending order, as the signature wants them. */
function canonicalQuery(parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeStrictly(value)}`)
    .join('&');
}

function deriveDayKey(secretAccessKey: string, day: string, region: string): KeyObject {
  let key: string | Buffer = `AWS4${secretAccessKey}`;
  for (const part of [day, region, 's3', 'aws4_request']) key = createHmac('sha256', key).update(part).digest();
  return createSecretKey(Buffer.from(key));
}

/** `20130524T000000Z` */
function formatTime(nowMs: number): string {
  return new Date(nowMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
}
