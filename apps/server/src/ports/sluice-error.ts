export interface SluiceErrorOptions {
  /** One sentence for the person at the other end: what happened and what to do. No secrets, no paths, no URLs with queries. */
  readonly message: string;
  /** HTTP status that fits, whatever the API family. */
  readonly status: number;
  /** Safe to show. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** For the log only. */
  readonly cause?: unknown;
}

/** The one error of the server. `code` reads `room/what-happened` and is stable. */
export class SluiceError extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, options: SluiceErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'SluiceError';
    this.code = code;
    this.status = options.status;
    this.details = options.details ?? {};
  }
}

/** True for a {@link SluiceError} with this code. */
export function isSluiceError(error: unknown, code?: string): error is SluiceError {
  return error instanceof SluiceError && (code === undefined || error.code === code);
}
