import fc from 'fast-check';
import { it } from 'vitest';
import { parseCidr } from './bindings/cidr.ts';
import { matchesAnyHost, parseHostPattern } from './bindings/host-pattern.ts';
import { encodeUtf8 } from './bytes/utf8.ts';
import { extractCredentials } from './carriers/credential-carrier.ts';
import { decodeCbor } from './cat/cbor.ts';
import { parseCdniClaims } from './cdni/cdni-claims.ts';
import { parseImageOptions } from './images/image-options.ts';
import { parsePath } from './path/parse-path.ts';
import { parsePathPattern } from './path/path-pattern.ts';
import { parseEdgeJwtClaims } from './schemes/edge-jwt-claims.ts';
import { parseEdgeToken } from './schemes/edge-token.ts';
import { parseJws } from './schemes/jws.ts';
import { parseImageUrl } from './schemes/vylux-image.ts';
import { parseKeyToken } from './schemes/vylux-key-token.ts';
import { parsePlainRegex } from './uri/plain-regex.ts';

const parsers: Record<string, (text: string) => unknown> = {
  parseCidr,
  parseHostPattern,
  parseImageOptions,
  parseImageUrl: (text) => parseImageUrl(`/img/${text}`),
  parseKeyToken,
  parseEdgeToken: (text) => parseEdgeToken(`v=1~${text}~sig=${'A'.repeat(43)}`),
  parseEdgeJwtClaims: (text) => parseEdgeJwtClaims({ iss: text, sub: text, aud: [text], acl: [text], ip: text }),
  decodeCbor: (text) => decodeCbor(encodeUtf8(text)),
  parseCdniClaims: (text) => parseCdniClaims({ cdniuc: text, exp: 1, aud: text, jti: text, cdnicrit: text }),
  parsePlainRegex: (text) => parsePlainRegex(text)?.matches(text),
  parseJws: (text) => parseJws(text, 'edge+jwt'),
  parsePath: (text) => parsePath(`/${text}`),
  parsePathPattern: (text) => parsePathPattern(`/${text}`),
  matchesAnyHost: (text) => matchesAnyHost([{ kind: 'exact', host: 'a' }], { origin: text, referer: null }),
  extractCredentials: (text) =>
    extractCredentials({
      pathToken: text,
      query: `et=${text}`,
      edgeTokenHeader: text,
      cookieHeader: `edge_token=${text}`,
    }),
};

const pieces = [
  '%',
  '%2F',
  '%FF',
  '~',
  '=',
  '!',
  '/',
  '.',
  '..',
  '*',
  ':',
  '::',
  '_',
  'w1',
  'kid',
  'exp',
  'acl',
  'eyJ',
  'e30',
  '\ud800',
  '\0',
  'é',
  '{',
  '"',
  'a',
];
const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join('')),
);

it.each(Object.entries(parsers))('%s answers whatever it is given, and never throws', (_name, parse) => {
  fc.assert(
    fc.property(texts, (text) => {
      parse(text);
    }),
    { numRuns: 500 },
  );
});
