/** What a back end shows to the video API. */
export interface BasicCredential {
  /** A UUID in lower case. */
  readonly id: string;
  readonly secret: string;
}

const MAX_LENGTH = 1024;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function split(text: string): BasicCredential | null {
  const colon = text.indexOf(':');
  const id = text.slice(0, Math.max(colon, 0)).toLowerCase();
  const secret = text.slice(colon + 1);
  return uuid.test(id) && secret !== '' ? { id, secret } : null;
}

/**
 * The credential in all field lines `Authorization` of a request: `Basic` over `id:secret` (RFC 7617), or
 * `Bearer id:secret` for clients that can send nothing else. Null where there is none, or anything else.
 */
export function readBasicCredential(lines: readonly string[]): BasicCredential | null {
  const [line = ''] = lines;
  if (lines.length !== 1 || line.length > MAX_LENGTH) return null;
  const [, scheme = '', value = ''] = /^(basic|bearer) +(\S+)$/i.exec(line.trim()) ?? [];
  if (scheme.toLowerCase() === 'bearer') return split(value);
  return scheme === '' ? null : split(Buffer.from(value, 'base64').toString('utf8'));
}
