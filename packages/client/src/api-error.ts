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

/** Reads a refusal of any family: `{"message"}`, `{"error":{…}}`, RFC 9457, or plain text. */
export function parseApiError(status: number, body: string, requestId: string | null): ApiError {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    parsed = null;
  }
  const outer = isRecord(parsed) ? parsed : {};
  const inner = isRecord(outer.error) ? outer.error : {};
  const message = textOf(inner.message) ?? textOf(outer.message) ?? textOf(outer.detail) ?? textOf(body.slice(0, 200));
  const code = textOf(inner.code) ?? textOf(outer.code);
  return new ApiError(message ?? `The service answered ${status}.`, { status, code, requestId });
}
