import {
  type Action,
  type ImageOrder,
  type KeyRing,
  parseImageUrl,
  parseOriginalUrl,
  parseThumbUrl,
  type Refusal,
  type RequestedResource,
  type SignedUrlRefusal,
  type SyncCrypto,
  type Verification,
  verifyImageSignature,
  verifyOriginalSignature,
  verifyThumbSignature,
} from '@sluice/access';

/** One stored object that a URL names. */
export interface ObjectOrder {
  readonly key: string;
}

/** A kind of URL that the back end signs with `HMAC_SECRET` (Vylux contract §4). */
export interface SignedRoute<Order> {
  readonly action: Action;
  /** What the target asks for, whatever its signature. */
  parse(rawTarget: string): ({ readonly ok: true } & Order) | Refusal<SignedUrlRefusal>;
  resource(order: Order): RequestedResource;
  verify(crypto: SyncCrypto, ring: KeyRing, rawTarget: string): Verification | Refusal<SignedUrlRefusal>;
  /** What a target that cannot be read is answered with, 400. */
  readonly sentences: Readonly<Record<SignedUrlRefusal, string>>;
}

const objectSentences: SignedRoute<ObjectOrder>['sentences'] = {
  target_too_long: 'the path is too long',
  key_missing: 'missing key',
  key_encoding_invalid: 'invalid key encoding',
  image_format_unsupported: 'unsupported output format',
  image_options_invalid: 'bad options',
};

export const imageRoute: SignedRoute<ImageOrder> = {
  action: 'render',
  parse: parseImageUrl,
  resource: ({ key, options, format }) => ({ kind: 'image', store: 'source', key, options, format }),
  verify: verifyImageSignature,
  sentences: {
    ...objectSentences,
    key_missing: 'missing source path',
    key_encoding_invalid: 'invalid source encoding',
    image_options_invalid: 'bad options: wN, hN and qN (1 to 100) joined by _, at least one',
  },
};

export const originalRoute: SignedRoute<ObjectOrder> = {
  action: 'read',
  parse: parseOriginalUrl,
  resource: ({ key }) => ({ kind: 'object', store: 'source', key }),
  verify: verifyOriginalSignature,
  sentences: objectSentences,
};

export const thumbRoute: SignedRoute<ObjectOrder> = {
  action: 'read',
  parse: parseThumbUrl,
  resource: ({ key }) => ({ kind: 'object', store: 'media', key }),
  verify: verifyThumbSignature,
  sentences: objectSentences,
};
