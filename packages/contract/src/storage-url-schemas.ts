import { type Static, Type } from 'typebox';

/** What `/api/storage` answers: one URL, or JSON in a string (Kerberos Vault contract §4). */
export const StorageUrlAnswer = Type.Object({
  data: Type.String({ description: 'Of `/api/storage/bulk`: a JSON object, name → URL, to be parsed once more.' }),
});

/** Body of `POST /api/storage/bulk`. Fields that nobody knows are ignored. */
export const StorageUrlItems = Type.Array(
  Type.Object({
    filename: Type.String({ description: 'Key of the object.' }),
    provider: Type.Optional(
      Type.Union([Type.String(), Type.Null()], {
        description: 'The main provider of the account where it is absent, null or empty.',
      }),
    ),
    uriExpiryTime: Type.Optional(
      Type.Unknown({ description: 'Seconds, or a Go duration such as `24h`; DEFAULT_URI_EXPIRY_TIME where absent.' }),
    ),
    once: Type.Optional(Type.Boolean({ description: 'A URL that opens the object for one GET.' })),
  }),
);
export type StorageUrlItems = Static<typeof StorageUrlItems>;

const reason = (word: string) => Type.Literal(word);

/** What `/api/storage/signed/validate` tells (Kerberos Vault contract §6.6). */
export const StorageUrlValidity = Type.Object({
  valid: Type.Boolean(),
  reason: Type.Union(['ok', 'url_expired', 'access_revoked', 'signature_invalid'].map(reason)),
  account: Type.Optional(Type.String()),
  provider: Type.Optional(Type.String()),
  filename: Type.Optional(Type.String()),
  expiresAt: Type.Optional(Type.Integer({ description: 'Unix seconds.' })),
  expiresAtIso: Type.Optional(Type.String()),
  expiresIn: Type.Optional(Type.Integer({ description: 'Seconds; negative once it has ended.' })),
});

const secondsOrNull = Type.Union([Type.Integer(), Type.Null()]);
const mode = Type.Union([Type.Literal('vault'), Type.Literal('native')]);
const state = Type.Union([
  Type.Literal('active'),
  Type.Literal('expired'),
  Type.Literal('revoked'),
  Type.Literal('used'),
]);

/** A URL that was given. The URL itself is not kept. Times are Unix seconds. */
export const StorageUrlView = Type.Object({
  id: Type.String(),
  mode: Type.Union([...mode.anyOf], { description: '`native`: the provider checks it, and we cannot take it back.' }),
  state,
  once: Type.Boolean(),
  account: Type.String(),
  provider: Type.String(),
  filename: Type.String(),
  requestId: Type.String({ description: '`X-Request-Id` of the call that asked for it.' }),
  issuedAt: Type.Integer(),
  expiresAt: Type.Integer(),
  usedAt: secondsOrNull,
  revokedAt: secondsOrNull,
});
export type StorageUrlView = Static<typeof StorageUrlView>;

/** One page, newest first. */
export const StorageUrlList = Type.Object({
  urls: Type.Array(StorageUrlView),
  nextCursor: Type.Union([Type.String(), Type.Null()]),
});
export type StorageUrlList = Static<typeof StorageUrlList>;

/** What is asked of the list. */
export const StorageUrlQuery = Type.Object(
  {
    account: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
    provider: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
    filename: Type.Optional(Type.String({ minLength: 1, maxLength: 1024 })),
    mode: Type.Optional(mode),
    cursor: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,15}$' })),
    limit: Type.Optional(Type.String({ pattern: '^([1-9]|[1-9][0-9]|1[0-9][0-9]|200)$' })),
  },
  { additionalProperties: false },
);
export type StorageUrlQuery = Static<typeof StorageUrlQuery>;

/** Body of `POST /v1/storage/urls/revoke`: everything that fits all of what is named. */
export const RevokeStorageUrlsBody = Type.Object(
  {
    account: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
    provider: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
    filename: Type.Optional(Type.String({ minLength: 1, maxLength: 1024 })),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type RevokeStorageUrlsBody = Static<typeof RevokeStorageUrlsBody>;

/** What was taken back, and what could not be. */
export const RevokedStorageUrls = Type.Object({
  revoked: Type.Integer(),
  stillOpen: Type.Integer({ description: 'Native URLs that live on until their end.' }),
  advice: Type.Union([Type.String(), Type.Null()], { description: 'What ends those.' }),
});
export type RevokedStorageUrls = Static<typeof RevokedStorageUrls>;

const unixSeconds = (description: string) => Type.Number({ minimum: 0, maximum: 99_999_999_999, description });

/** Body of `POST /api/hls/metadata`. Fields that nobody knows are ignored. */
export const RecordingMetadataBody = Type.Object({
  device: Type.Array(Type.String({ minLength: 1, maxLength: 256 }), {
    minItems: 1,
    maxItems: 100,
    description: 'Names of devices, as in the names of recordings.',
  }),
  start: unixSeconds('Unix seconds: recordings that began then or later…'),
  end: unixSeconds('…and then or earlier.'),
});

/** What `POST /api/hls/metadata` answers, in order of time (Kerberos Vault contract §9). */
export const RecordingMetadataList = Type.Array(
  Type.Object({
    key: Type.String({ description: 'File name without the directory.' }),
    filename: Type.String({ description: 'Key of the object.' }),
    camera_id: Type.String({ description: 'Name of the device.' }),
    timestamp: Type.Integer({ description: 'When it began; Unix seconds.' }),
    url: Type.String({ description: 'Opens the object, as one of `/api/storage` does.' }),
    start: Type.Number({ description: 'Seconds before it of all recordings in the answer.' }),
    end: Type.Number({ description: '`start` and `duration`.' }),
    duration: Type.Number({ description: 'Seconds.' }),
    bytes_ranges: Type.String({ description: 'Lines of an HLS playlist; `key` stands for the URL.' }),
    bytes_range_on_time: Type.Array(
      Type.Object({
        duration: Type.String({ description: 'Seconds of the fragment.' }),
        time: Type.String({ description: 'Seconds into the recording at which it ends.' }),
        range: Type.String({ description: '`length@first`' }),
      }),
    ),
  }),
);
