import {
  type Action,
  type ImageOrder,
  type KeyRing,
  type ObjectUrlUse,
  parseImageUrl,
  parseObjectUse,
  parseOriginalUrl,
  parseThumbUrl,
  type Refusal,
  type RequestedResource,
  type SignedUrlRefusal,
  type StoreName,
  type SyncCrypto,
  type Verification,
  verifyImageSignature,
  verifyObjectUse,
  verifyOriginalSignature,
  verifyThumbSignature,
} from '@sluice/access';

/** One stored object that a URL names. */
export interface ObjectOrder {
  readonly key: string;
}

/** One stored object, in which store, and what is done with it. */
export interface ObjectUse extends ObjectOrder {
  readonly use: ObjectUrlUse;
  readonly store: StoreName;
}

type UnreadableUrl = SignedUrlRefusal | 'store_unknown';

/** A kind of URL that the back end signs with `HMAC_SECRET` (Vylux contract §4), or this server for one object. */
export interface SignedRoute<Order> {
  action(order: Order): Action;
  /** What the target asks for, whatever its signature. */
  parse(rawTarget: string): ({ readonly ok: true } & Order) | Refusal<UnreadableUrl>;
  resource(order: Order): RequestedResource;
  verify(crypto: SyncCrypto, ring: KeyRing, rawTarget: string): Verification | Refusal<UnreadableUrl>;
  /** What a target that cannot be read is answered with, 400. */
  readonly sentences: Readonly<Record<UnreadableUrl, string>>;
}

const objectSentences: SignedRoute<ObjectOrder>['sentences'] = {
  target_too_long: 'the path is too long',
  key_missing: 'missing key',
  key_encoding_invalid: 'invalid key encoding',
  image_format_unsupported: 'unsupported output format',
  image_options_invalid: 'bad options',
  store_unknown: 'there are objects of source and of media',
};

export const imageRoute: SignedRoute<ImageOrder> = {
  action: () => 'render',
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
  action: () => 'read',
  parse: parseOriginalUrl,
  resource: ({ key }) => ({ kind: 'object', store: 'source', key }),
  verify: verifyOriginalSignature,
  sentences: objectSentences,
};

export const thumbRoute: SignedRoute<ObjectOrder> = {
  action: () => 'read',
  parse: parseThumbUrl,
  resource: ({ key }) => ({ kind: 'object', store: 'media', key }),
  verify: verifyThumbSignature,
  sentences: objectSentences,
};

const objectUrlRoute = (method: 'GET' | 'PUT'): SignedRoute<ObjectUse> => ({
  action: ({ use }) => use,
  parse: (rawTarget) => parseObjectUse(method, rawTarget),
  resource: ({ store, key }) => ({ kind: 'object', store, key }),
  verify(crypto, ring, rawTarget) {
    const url = parseObjectUse(method, rawTarget);
    return url.ok ? verifyObjectUse(crypto, ring, url) : url;
  },
  sentences: objectSentences,
});

/** URLs of one object, signed by this server: to read it, and to store it. */
export const objectReadRoute = objectUrlRoute('GET');
export const objectWriteRoute = objectUrlRoute('PUT');
