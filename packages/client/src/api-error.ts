/** The service answered with a refusal, or did not answer. */
export class ApiError extends Error {
  /** 0 when there was no answer. */
  readonly status: number;
  /** Code of the error where its family has one: `asset_not_ready`, `storage/object-missing`. */
  readonly code: string | null;
  readonly requestId: string | null;

  constructor(
    message: string,
    about: { status: number; code?: string | null; requestId?: string | null; cause?: unknown },
  ) {
    super(message, about.cause === undefined ? undefined : { cause: about.cause });
    this.name = 'ApiError';
    this.status = about.status;
    this.code = about.code ?? null;
    this.requestId = about.requestId ?? null;
  }
}

/** A job ended as `failed` or `cancelled`. */
export class JobFailedError extends Error {
  readonly jobId: string;
  readonly results: unknown;

  constructor(jobId: string, reason: string, results: unknown) {
    super(reason);
    this.name = 'JobFailedError';
    this.jobId = jobId;
    this.results = results;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** What is wrong member by member, as one sentence: `body.name: must be string`. */
function sentenceOf(faults: unknown): string | null {
  if (!Array.isArray(faults)) return null;
  const parts = faults.filter(isRecord).flatMap(({ loc, msg }) => {
    const text = textOf(msg);
    const place = Array.isArray(loc) ? loc.filter((step) => typeof step === 'string').join('.') : '';
    return text === null ? [] : [place === '' ? text : `${place}: ${text}`];
  });
  return textOf(parts.join('; '));
}

/** Reads a refusal of any family: `{"message"}`, `{"error":{…}}`, `{"detail"}`, RFC 9457, or plain text. */
export function parseApiError(status: number, body: string, requestId: string | null): ApiError {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    parsed = null;
  }
  const outer = isRecord(parsed) ? parsed : {};
  const inner = isRecord(outer.error) ? outer.error : {};
  const told = textOf(inner.message) ?? textOf(outer.message) ?? textOf(outer.detail) ?? sentenceOf(outer.detail);
  const code = textOf(inner.code) ?? textOf(outer.code);
  return new ApiError(told ?? textOf(body.slice(0, 200)) ?? `The service answered ${status}.`, {
    status,
    code,
    requestId,
  });
}
