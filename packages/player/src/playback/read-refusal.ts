import type { ProblemCode } from './problem-code.ts';
import { isProblemCode } from './problem-messages.ts';

/** The parts of an HTTP answer that tell why a request was refused. */
export interface RefusedAnswer {
  readonly url: string;
  readonly status: number;
  /** `X-Edge-Deny`; null when absent or hidden from scripts. */
  readonly denyHeader: string | null;
  /** `Edge-Renew`, where the token that has ended can be renewed (edge access §9); null when absent or hidden. */
  readonly renewHeader?: string | null;
  readonly body: string;
}

export interface Refusal {
  readonly code: ProblemCode;
  /** What the operator can find in the log; null when the server gave none. */
  readonly requestId: string | null;
  /** Absolute address where the refused token can be renewed, where the server named one. */
  readonly renewAt?: string;
}

const keyAnswers: Readonly<Record<number, ProblemCode>> = {
  401: 'key_token_missing',
  403: 'key_token_refused',
  404: 'key_not_found',
};

const statusAnswers: Readonly<Record<number, ProblemCode>> = {
  400: 'bad_path',
  401: 'access_denied',
  403: 'access_denied',
  404: 'not_found',
  405: 'method_not_allowed',
  410: 'not_found',
  429: 'rate_limited',
};

/**
 * Why the server refused: its `X-Edge-Deny` code or error body (edge access §9) where it gave one, else what the
 * status says on that path. Null when the status is no refusal, such as 200 or 0.
 */
export function readRefusal(answer: RefusedAnswer): Refusal | null {
  if (answer.status < 400) return null;
  const body = readErrorBody(answer.body);
  const renewAt = readRenewAddress(answer);
  for (const code of [answer.denyHeader, body.code]) {
    if (code !== null && isProblemCode(code)) return { code, requestId: body.requestId, ...renewAt };
  }
  return { code: codeOfStatus(answer), requestId: body.requestId, ...renewAt };
}

/** A token is sent nowhere that is less private than where it came from. */
function readRenewAddress({ url, renewHeader }: RefusedAnswer): { readonly renewAt?: string } {
  if (renewHeader == null || !URL.canParse(url) || !URL.canParse(renewHeader, url)) return {};
  const { protocol, href } = new URL(renewHeader, url);
  return protocol === 'https:' || protocol === new URL(url).protocol ? { renewAt: href } : {};
}

function codeOfStatus({ url, status }: RefusedAnswer): ProblemCode {
  const keyAnswer = isKeyEndpoint(url) ? keyAnswers[status] : undefined;
  return keyAnswer ?? statusAnswers[status] ?? (status >= 500 ? 'server_error' : 'access_denied');
}

/** True for the key endpoint, the only place that takes a key token (media contract §6.3). */
export function isKeyEndpoint(url: string): boolean {
  return (
    URL.canParse(url, 'http://relative.invalid') &&
    new URL(url, 'http://relative.invalid').pathname.startsWith('/api/key/')
  );
}

interface ErrorBody {
  readonly code: string | null;
  readonly requestId: string | null;
}

function readErrorBody(body: string): ErrorBody {
  const error = readField(parseJson(body), 'error');
  return { code: readText(error, 'code'), requestId: readText(error, 'request_id') };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function readField(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function readText(value: unknown, name: string): string | null {
  const field = readField(value, name);
  return typeof field === 'string' && field.length <= 128 ? field : null;
}
