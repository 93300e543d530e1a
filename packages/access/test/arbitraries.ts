import {
  type Bindings,
  type EdgeJwtClaims,
  type EdgeTokenOrder,
  type ImageOptions,
  imageFormats,
  parseCidr,
  parseHostPattern,
  parsePathPattern,
} from '@sluice/access';
import fc from 'fast-check';

/** Keeps what `parse` accepts, so that a generator can build text and hand on values. */
function parsed<T>(texts: fc.Arbitrary<string>, parse: (text: string) => T | null): fc.Arbitrary<T> {
  return texts.map(parse).filter((value) => value !== null) as fc.Arbitrary<T>;
}

export const name = (maxLength: number) => fc.stringMatching(new RegExp(`^[A-Za-z0-9_-]{1,${maxLength}}$`));

/** Well-formed text of any script, without control characters. */
export const plainText = (maxLength: number) =>
  fc
    .string({ unit: 'binary', minLength: 1, maxLength })
    .filter((text) => text.isWellFormed() && !/\p{Cc}/u.test(text) && text.length <= maxLength);

const segment = plainText(12).map((text) => encodeURIComponent(text.replace(/[/\\*?]/g, 'x')));

export const pathPattern = parsed(
  fc
    .tuple(fc.array(segment, { maxLength: 4 }), fc.constantFrom('', '/*'))
    .map(([segments, end]) => `/${segments.join('/')}${end}`),
  parsePathPattern,
);

export const cidr = parsed(
  fc.oneof(
    fc.tuple(fc.ipV4(), fc.nat(32)).map(([address, bits]) => `${address}/${bits}`),
    fc.tuple(fc.ipV6(), fc.nat(128)).map(([address, bits]) => `${address}/${bits}`),
  ),
  parseCidr,
);

const host = fc.domain().map((domain) => domain.toLowerCase());

export const hostPattern = parsed(
  fc.oneof(
    fc.constant('none'),
    fc.tuple(fc.constantFrom('', '*.', '**.'), host).map((parts) => parts.join('')),
  ),
  parseHostPattern,
);

const nullable = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });
const seconds = fc.integer({ min: 0, max: 9_999_999_999 });
const list = <T>(items: fc.Arbitrary<T>, maxLength: number) => fc.array(items, { minLength: 1, maxLength });

const bindings: fc.Arbitrary<Bindings> = fc.record({
  clientAddresses: nullable(list(cidr, 3)),
  hosts: nullable(list(hostPattern, 3)),
  userAgent: nullable(fc.stringMatching(/^[0-9a-f]{16}$/)),
});

/** What an issuer may order; short enough that the token stays under its limit. */
export const edgeTokenOrder: fc.Arbitrary<EdgeTokenOrder> = fc.record({
  notBeforeSeconds: nullable(seconds),
  expiresAtSeconds: seconds,
  patterns: list(pathPattern, 3),
  tokenId: name(64),
  assetId: plainText(20),
  subject: nullable(plainText(20)),
  bindings,
  renewableUntilSeconds: nullable(seconds),
});

/** What an edge JWT may say. */
export const edgeJwtClaims: fc.Arbitrary<EdgeJwtClaims> = fc.record({
  issuer: plainText(20),
  subject: plainText(20),
  assetIds: list(name(20), 3),
  issuedAtSeconds: seconds,
  notBeforeSeconds: nullable(seconds),
  expiresAtSeconds: seconds,
  tokenId: name(64),
  patterns: nullable(list(pathPattern, 3)),
  bindings,
  renewableUntilSeconds: nullable(seconds),
});

/** At least one option, as a signed image URL needs. */
export const imageOptions: fc.Arbitrary<ImageOptions> = fc
  .record({
    widthPx: nullable(fc.nat(10_000)),
    heightPx: nullable(fc.nat(10_000)),
    quality: nullable(fc.integer({ min: 1, max: 100 })),
  })
  .filter(({ widthPx, heightPx, quality }) => widthPx !== null || heightPx !== null || quality !== null);

export const imageFormat = fc.constantFrom(...imageFormats);

/** Any well-formed key, slashes, percent signs and control characters included: keys are opaque. */
export const objectKey = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }).filter((key) => key.isWellFormed());
