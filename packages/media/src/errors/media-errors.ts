/**
 * The bytes do not follow the format that they claim: truncated, contradictory or not media at all.
 * Reaching one of our own functions this means a failing tool or a damaged object, never a viewer's mistake.
 */
export class MalformedMediaError extends Error {
  override readonly name = 'MalformedMediaError';
}

/** The bytes are well formed, but use something that this package does not do (for example slice groups under CBCS). */
export class UnsupportedMediaError extends Error {
  override readonly name = 'UnsupportedMediaError';
}
