import type { ErrorFamily } from '@sluice/contract';
import { type HttpAnswer, noStore } from '../ports/http-exchange.ts';
import type { SluiceError } from '../ports/sluice-error.ts';

interface Refusal {
  readonly error: SluiceError;
  readonly requestId: string;
}

/** `access/token-expired` → `token_expired`, the code of edge access §9. */
export const edgeCode = (code: string): string => code.slice(code.indexOf('/') + 1).replaceAll('-', '_');

/** A signature that opens nothing now never will: Vylux contract §4.2 shows its refusal without a word on caches. */
const isRefusalOfAccess = ({ status, code }: SluiceError): boolean =>
  status === 403 && code !== 'access/signature-refused';

const plain = (status: number, text: string): HttpAnswer => ({ status, body: { kind: 'text', text } });

/** LynxVizion contract §6: HTTP wants to hear how to sign in, and only a good signature is told of its end. */
const challenge = ({ code }: SluiceError): string =>
  code === 'identity/token-expired'
    ? 'Bearer realm="api", error="invalid_token", error_description="Token expired"'
    : 'Bearer realm="api"';

const unreachable = (provider: unknown): string =>
  `${typeof provider === 'string' ? `Provider ${provider}` : 'The storage provider'} cannot be reached.`;

/** Kerberos Vault contract §4.3, for errors that other rooms throw. Where a provider lies is nobody's business. */
function vaultWords({
  code,
  status,
  message,
  details,
}: SluiceError): readonly [status: number, word: string, message: string] {
  if (code.startsWith('vault/')) return [status, edgeCode(code), message];
  if (code === 'storage/unavailable') return [502, 'storage_unreachable', unreachable(details.provider)];
  if (code === 'storage/object-missing') return [404, 'object_not_found', message];
  if (status === 429) return [429, 'too_many_requests', message];
  return [status, status < 500 ? 'request_invalid' : 'internal_error', message];
}
/** Mux contract §3. */
const videoTypes: Readonly<Record<number, string>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  429: 'too_many_requests',
};

const videoType = (status: number): string =>
  videoTypes[status] ?? (status < 500 ? 'invalid_parameters' : 'internal_error');

const families: Record<ErrorFamily, (refusal: Refusal) => HttpAnswer> = {
  text: ({ error }) => plain(error.status, error.message),
  // Vylux contract §2: every 429 is plain text, whatever the route.
  media: ({ error }) =>
    error.status === 429
      ? plain(429, error.message)
      : {
          status: error.status,
          // Vylux contract §2: errors say nothing of caches; edge access §16: but a refusal of access is never kept.
          headers: isRefusalOfAccess(error) ? noStore : {},
          body: { kind: 'json', value: { message: error.message } },
        },
  edge: ({ error, requestId }) => {
    const code = edgeCode(error.code);
    return {
      status: error.status,
      headers: { 'cache-control': 'no-store', 'x-edge-deny': code },
      body: { kind: 'json', value: { error: { code, message: error.message, request_id: requestId } } },
    };
  },
  problem: ({ error, requestId }) => ({
    status: error.status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
    body: {
      kind: 'json',
      value: {
        type: 'about:blank',
        title: error.code,
        status: error.status,
        detail: error.message,
        code: error.code,
        request_id: requestId,
        ...(Object.keys(error.details).length === 0 ? {} : { details: error.details }),
      },
    },
  }),
  vault: ({ error }) => {
    const [status, entityStatusCode, message] = vaultWords(error);
    return {
      status,
      headers: noStore,
      body: {
        kind: 'json',
        value: { httpStatusCode: status, applicationStatusCode: 'error', entityStatusCode, message },
      },
    };
  },
  identity: ({ error }) => ({
    status: error.status,
    headers: { 'cache-control': 'no-store', ...(error.status === 401 ? { 'www-authenticate': challenge(error) } : {}) },
    body: { kind: 'json', value: { detail: error.details.faults ?? error.message } },
  }),
  video: ({ error: { status, message, details } }) => ({
    status,
    headers: { 'cache-control': 'no-store', ...(status === 401 ? { 'www-authenticate': 'Basic realm="api"' } : {}) },
    body: { kind: 'json', value: { error: { type: videoType(status), messages: details.messages ?? [message] } } },
  }),
};

const isRateLimit = (value: unknown): value is { limit: number; remaining: number; resetSeconds: number } =>
  typeof value === 'object' && value !== null && 'limit' in value && 'remaining' in value && 'resetSeconds' in value;

function rateLimitHeaders(rateLimit: unknown): Readonly<Record<string, string>> {
  if (!isRateLimit(rateLimit)) return {};
  return {
    'ratelimit-limit': String(rateLimit.limit),
    'ratelimit-remaining': String(rateLimit.remaining),
    'ratelimit-reset': String(rateLimit.resetSeconds),
  };
}

/** The body and headers of a refusal in the words of its API family. The cause is never part of it. */
export function errorAnswer(family: ErrorFamily, error: SluiceError, requestId: string): HttpAnswer {
  const answer = families[family]({ error, requestId });
  const { retryAfterSeconds, allow, renewAt } = error.details;
  return {
    ...answer,
    headers: {
      ...answer.headers,
      ...(typeof retryAfterSeconds === 'number' ? { 'retry-after': String(retryAfterSeconds) } : {}),
      ...(typeof allow === 'string' ? { allow } : {}),
      ...(typeof renewAt === 'string' ? { 'edge-renew': renewAt } : {}),
      ...rateLimitHeaders(error.details.rateLimit),
    },
  };
}
