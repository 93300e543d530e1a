/**
 * Kind A is full of `~`; the others begin like this, `dj0x` being kind A in base64url and `lvz_` an API key of a user;
 * CDNs name their fields.
 */
const marks = /~|emb_|lvz_|eyJ|dj0x|(?:et|sig|hmac|signature|token|verify)=/i;

/**
 * Whether a text may be a credential that stands where none belongs, percent-encoded or not. Meant for logs: it would
 * rather call a harmless text a token than show one.
 */
export function looksLikeToken(text: string): boolean {
  try {
    return marks.test(text) || (text.includes('%') && marks.test(decodeURIComponent(text)));
  } catch {
    return true;
  }
}
