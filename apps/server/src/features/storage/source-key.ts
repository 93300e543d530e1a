import { SluiceError } from '../../ports/sluice-error.ts';

/** The object key in a path parameter: percent-decoded once, slashes raw or escaped (RFC 3986 §2.1). */
export function parseSourceKey(rawKey: string): string {
  try {
    return decodeURIComponent(rawKey);
  } catch (cause) {
    throw new SluiceError('storage/invalid-key', {
      status: 400,
      message: 'The key is not valid percent-encoded UTF-8.',
      cause,
    });
  }
}
