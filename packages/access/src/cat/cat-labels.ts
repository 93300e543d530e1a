/** Claim keys of a Common Access Token (CTA-5007, RFC 8392 §3.1). */
export const catLabel = {
  iss: 1,
  sub: 2,
  aud: 3,
  exp: 4,
  nbf: 5,
  iat: 6,
  cti: 7,
  catv: 310,
  catnip: 311,
  catu: 312,
  catm: 313,
  catr: 323,
} as const;

/** Parts of a URI that `catu` may ask about. Those that we do not list open nothing. */
export const catPart = { scheme: 0, host: 1, port: 2, path: 3, query: 4 } as const;

/** How `catu` compares a part. Those that we do not list open nothing. */
export const catMatch = { exact: 0, prefix: 1, suffix: 2, contains: 3, regex: 4 } as const;
