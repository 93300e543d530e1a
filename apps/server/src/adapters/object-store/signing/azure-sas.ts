import { createHmac, createSecretKey } from 'node:crypto';
import { encodeStrictly } from './presign.ts';

/** The account and container of a blob, and the key that signs for them. */
export interface SasScope {
  readonly account: string;
  /** Base64. */
  readonly accountKey: string;
  readonly container: string;
}

export interface SasRequest {
  /** `r`, `cw` …: in the order of Azure's documentation. */
  readonly permissions: 'r' | 'cw';
  readonly key: string;
  readonly expiresAtMs: number;
  /** Refuse the URL over plain HTTP. */
  readonly isHttpsOnly: boolean;
  readonly contentDisposition?: string;
  readonly contentType?: string;
}

/** Query string that opens one blob. */
export type SignSas = (request: SasRequest) => string;

/** The oldest version whose text to sign is the present one. */
const VERSION = '2020-12-06';

/**
 * Service SAS for a blob: one HMAC under the account's key.
 * Source: learn.microsoft.com, “Create a service SAS”, version 2020-12-06 and later.
 */
export function createSignSas({ account, accountKey, container }: SasScope): SignSas {
  const secret = createSecretKey(Buffer.from(accountKey, 'base64'));
  const resource = `/blob/${account}/${container}/`;
  const expiryOf = rememberLast(formatExpiry);
  return ({ permissions, key, expiresAtMs, isHttpsOnly, contentDisposition = '', contentType = '' }) => {
    const expiry = expiryOf(Math.floor(expiresAtMs / 1000));
    const protocol = isHttpsOnly ? 'https' : '';
    // Empty: start, policy, addresses; behind the kind: snapshot, encryption scope; cache control, encoding, language.
    const text =
      `${permissions}\n\n${expiry}\n${resource}${key}\n\n\n${protocol}\n${VERSION}\nb\n\n\n\n` +
      `${contentDisposition}\n\n\n${contentType}`;
    const signature = createHmac('sha256', secret).update(text).digest('base64');
    return (
      `sv=${VERSION}${isHttpsOnly ? '&spr=https' : ''}&se=${expiry.replaceAll(':', '%3A')}&sr=b&sp=${permissions}` +
      `${parameter('rscd', contentDisposition)}${parameter('rsct', contentType)}&sig=${encodeStrictly(signature)}`
    );
  };
}

const parameter = (name: string, value: string): string => (value === '' ? '' : `&${name}=${encodeStrictly(value)}`);

/** `2026-04-24T12:01:48Z` */
function formatExpiry(expiresAtSeconds: number): string {
  return `${new Date(expiresAtSeconds * 1000).toISOString().slice(0, 19)}Z`;
}

/** Many URLs are signed within one second. */
function rememberLast(compute: (input: number) => string): (input: number) => string {
  let [lastInput, lastOutput] = [Number.NaN, ''];
  return (input) => {
    if (input !== lastInput) [lastInput, lastOutput] = [input, compute(input)];
    return lastOutput;
  };
}
