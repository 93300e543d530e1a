import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edgeTokenOrder, imageFormat, imageOptions, name, objectKey, plainText } from '../../test/arbitraries.ts';
import { encodeBase64url } from '../bytes/base64url.ts';
import { encodeUtf8 } from '../bytes/utf8.ts';
import { formatEdgeTokenBody } from './edge-token.ts';
import { objectUrlText } from './object-url.ts';
import { uploadGrantSignedText } from './upload-grant.ts';
import { isVaultObjectKey } from './vault-object-key.ts';
import { vaultSignedText } from './vault-url.ts';
import { imageSignedText } from './vylux-image.ts';

const json = (value: unknown) => encodeBase64url(encodeUtf8(JSON.stringify(value)));

const vaultOrder = fc.record({
  account: plainText(20),
  provider: plainText(20),
  filename: objectKey.filter(isVaultObjectKey),
  expiresAtSeconds: fc.nat(),
});

/** For each scheme: any text it may sign, and a form that only its texts have. docs/formats/signed-urls.md argues why. */
const schemes: Record<string, { signed: fc.Arbitrary<string>; form: RegExp }> = {
  image: {
    signed: fc.record({ key: objectKey, options: imageOptions, format: imageFormat }).map(imageSignedText),
    form: /^[whq]\d+(?:_[hq]\d+)*\//,
  },
  original: { signed: objectKey.map((key) => `/${key}`), form: /^\// },
  thumb: { signed: objectKey.map((key) => `thumb/${key}`), form: /^thumb\// },
  objectUrl: {
    signed: fc
      .record({
        use: fc.constantFrom('read', 'create', 'replace'),
        store: fc.constantFrom('source', 'media'),
        key: objectKey,
        expiresAtSeconds: fc.integer({ min: 1, max: 999_999_999_999 }),
      })
      .map(objectUrlText),
    form: /^sluice-object-url\/v1\n/,
  },
  keyToken: {
    signed: fc.record({ hash: fc.string(), exp: fc.nat() }).map(json),
    form: /^[A-Za-z0-9_-]+$/,
  },
  edgeToken: {
    signed: fc.tuple(edgeTokenOrder, name(32)).map(([order, keyId]) => formatEdgeTokenBody({ ...order, keyId })),
    form: /^v=1~/,
  },
  jws: {
    signed: fc
      .tuple(name(32), fc.dictionary(fc.string(), fc.jsonValue()))
      .map(([kid, claims]) => `${json({ alg: 'HS256', kid })}.${json(claims)}`),
    form: /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/,
  },
  vaultUrl: {
    signed: vaultOrder.map((order) => vaultSignedText({ ...order, nonce: null })),
    form: /^kvault-signed-url\/v1\n/,
  },
  vaultUrlOnce: {
    signed: vaultOrder.map((order) => vaultSignedText({ ...order, nonce: 'A'.repeat(22) })),
    form: /^kvault-signed-url-once\/v1\n/,
  },
  uploadGrant: {
    signed: vaultOrder.map((order) => uploadGrantSignedText({ ...order, maxBytes: 1 })),
    form: /^sluice-upload-grant\/v1\n/,
  },
  webhook: { signed: fc.dictionary(fc.string(), fc.jsonValue()).map((body) => JSON.stringify(body)), form: /^\{/ },
};

describe('no text that one scheme signs is one that another signs', () => {
  it.each(Object.entries(schemes))('%s', (scheme, { signed }) => {
    fc.assert(
      fc.property(signed, (text) => {
        const claimedBy = Object.entries(schemes).flatMap(([other, { form }]) => (form.test(text) ? [other] : []));
        expect(claimedBy).toEqual([scheme]);
      }),
    );
  });

  it('two different pictures never share a signed text', () => {
    const order = fc.record({ key: objectKey, options: imageOptions, format: imageFormat });
    fc.assert(
      fc.property(order, (picture) => {
        const [, options, key, format] = /^([^/]+)\/(.*)\.([a-z]+)$/s.exec(imageSignedText(picture)) ?? [];
        expect({ key, format }).toEqual({ key: picture.key, format: picture.format });
        expect(options).not.toBe('');
      }),
    );
  });
});
