/**
 * On every answer. The content policy is that of an API: nothing may run or be framed; pages set their own.
 * `Referrer-Policy` keeps query tokens out of `Referer` (edge access §7).
 */
export const securityHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
};
