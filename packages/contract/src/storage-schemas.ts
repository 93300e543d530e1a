import { type Static, type TObject, Type } from 'typebox';

const closed = { additionalProperties: false } as const;

/** Of an account or a provider. Header fields are trimmed, so a name neither begins nor ends with white space. */
const storageName = Type.String({
  pattern: '^[^\\u0000-\\u0020\\u007f](?:[^\\u0000-\\u001f\\u007f]*[^\\u0000-\\u0020\\u007f])?$',
  maxLength: 100,
  description: '1 to 100 characters, no control characters, no white space at its ends.',
});
const url = Type.String({
  pattern: '^https?://[^\\s/?#@]+(?:/[^\\s?#]*)?$',
  maxLength: 1024,
  description: 'Absolute URL without credentials, query or fragment.',
});
const word = Type.String({ pattern: '^[^\\u0000-\\u0020\\u007f]+$', maxLength: 4096 });
const bucket = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$',
  maxLength: 255,
  description: '1 to 255 letters, digits, dots, dashes and underscores.',
});
/** Segments without `\`, control characters, `.` and `..`, joined by slashes. */
const folder = Type.String({
  pattern:
    '^(?!\\.{1,2}(?:/|$))[^/\\\\\\u0000-\\u001f\\u007f]+(?:/(?!\\.{1,2}(?:/|$))[^/\\\\\\u0000-\\u001f\\u007f]+)*$',
  maxLength: 512,
  description: 'Names joined by slashes, none of them . or .., without \\ and control characters.',
});
const bucketFields = {
  endpoint: Type.Optional(url),
  publicEndpoint: Type.Optional(url),
  prefix: Type.Optional(folder),
};

/** What a provider of each type is told, without name and type. */
export const providerFields = {
  fs: Type.Object({ root: Type.String({ pattern: '^[^\\u0000-\\u001f\\u007f]+$', maxLength: 1024 }) }, closed),
  s3: Type.Object(
    {
      bucket,
      region: Type.Optional(word),
      pathStyle: Type.Optional(Type.Boolean()),
      ...bucketFields,
      accessKeyId: word,
      secretAccessKey: word,
      sessionToken: Type.Optional(word),
    },
    closed,
  ),
  gcs: Type.Object(
    {
      bucket,
      ...bucketFields,
      clientEmail: Type.Optional(word),
      privateKey: Type.Optional(Type.String({ pattern: '^-----BEGIN [A-Z ]*PRIVATE KEY-----', maxLength: 16_384 })),
      accessId: Type.Optional(word),
      secret: Type.Optional(word),
    },
    closed,
  ),
  azure: Type.Object(
    {
      account: Type.String({ pattern: '^[a-z0-9-]+$', maxLength: 63 }),
      container: bucket,
      ...bucketFields,
      accountKey: Type.Optional(word),
      sasToken: Type.Optional(word),
    },
    closed,
  ),
} as const satisfies Record<string, TObject>;

export type ProviderType = keyof typeof providerFields;

/** Fields that are encrypted at rest and never shown. */
export const credentialFields: ReadonlySet<string> = new Set([
  ...['accessKeyId', 'secretAccessKey', 'sessionToken'],
  ...['clientEmail', 'privateKey', 'accessId', 'secret'],
  ...['accountKey', 'sasToken'],
]);

const named = <T extends ProviderType>(type: T) =>
  Type.Object({ name: storageName, type: Type.Literal(type), ...providerFields[type].properties }, closed);

/** Body of `POST /v1/storage/providers`. Other common names of the fields are taken as well, see the guide. */
export const ProviderBody = Type.Union([named('fs'), named('s3'), named('gcs'), named('azure')]);

/** Body of `PATCH /v1/storage/providers/{name}`: fields of its type; null takes an optional one away. */
export const ProviderPatch = Type.Record(Type.String(), Type.Unknown(), {
  description: 'Fields of its type. Credentials are replaced together; null takes an optional field away.',
});
export type ProviderPatch = Static<typeof ProviderPatch>;

/** A provider without its credentials. */
export const ProviderView = Type.Object({
  name: Type.String(),
  type: Type.String(),
  settings: Type.Record(Type.String(), Type.Unknown(), { description: 'Everything that is no secret.' }),
  credentials: Type.Array(Type.String(), { description: 'Names of the credentials that are set.' }),
  embedded: Type.Boolean({ description: 'True for `source` and `media`, which the settings of the server describe.' }),
  createdAt: Type.Union([Type.String(), Type.Null()]),
  updatedAt: Type.Union([Type.String(), Type.Null()]),
});
export type ProviderView = Static<typeof ProviderView>;

/** Answer of `GET /v1/storage/providers`. */
export const ProviderList = Type.Object({ providers: Type.Array(ProviderView) });
export type ProviderList = Static<typeof ProviderList>;

/** Answer of `POST /v1/storage/providers/{name}/check`. */
export const ProviderCheck = Type.Object({
  ok: Type.Boolean(),
  code: Type.String({
    description:
      '`ok`, `wrong_key`, `no_permission`, `read_only`, `no_bucket`, `clock_skew`, `unreachable`, `tls`, `disk_full`, `no_folder`, `presign`, `failed`.',
  }),
  message: Type.String({ description: 'One sentence: what is wrong and what to do.' }),
});
export type ProviderCheck = Static<typeof ProviderCheck>;

const accessKey = Type.String({ pattern: '^[A-Za-z0-9]{16,128}$', description: '16 to 128 letters and digits.' });
const secretAccessKey = Type.String({
  pattern: '^[\\u0021-\\u007e]{32,256}$',
  description: '32 to 256 visible ASCII characters.',
});
const directory = Type.Union([Type.Literal('*'), folder], {
  description: '`*`, for any, or names joined by slashes: every key of its objects begins with them.',
});
/** What may be made of every recording that an account uploads. */
export const derivedOnUpload = ['thumbnail', 'sprite'] as const;
export type DerivedOnUpload = (typeof derivedOnUpload)[number];

const accountSettings = {
  provider: storageName,
  providers: Type.Optional(Type.Array(storageName, { maxItems: 100, uniqueItems: true })),
  directory: Type.Optional(directory),
  enabled: Type.Optional(Type.Boolean()),
  dayLimit: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 36_500, description: 'Days that its objects are to be kept; 0: for good.' }),
  ),
  derive: Type.Optional(
    Type.Array(Type.Enum([...derivedOnUpload]), {
      uniqueItems: true,
      description: 'What is made of every recording that it uploads: `thumbnail`, `sprite`.',
    }),
  ),
};

/** Body of `POST /v1/storage/accounts`. What is left out of the credentials is made. */
export const AccountBody = Type.Object(
  {
    name: storageName,
    ...accountSettings,
    accessKey: Type.Optional(accessKey),
    secretAccessKey: Type.Optional(secretAccessKey),
  },
  closed,
);
export type AccountBody = Static<typeof AccountBody>;

/** An account of the bootstrap file: it names its credentials itself. */
export const BootstrapAccountForm = Type.Object(
  { name: storageName, ...accountSettings, accessKey, secretAccessKey },
  closed,
);

/** Body of `PATCH /v1/storage/accounts/{name}`. */
export const AccountPatch = Type.Object({ ...accountSettings, provider: Type.Optional(storageName) }, closed);
export type AccountPatch = Static<typeof AccountPatch>;

const accountMembers = {
  name: Type.String(),
  enabled: Type.Boolean(),
  provider: Type.String({ description: 'The main one.' }),
  providers: Type.Array(Type.String(), { description: 'All that it may name, the main one first.' }),
  directory: Type.String(),
  dayLimit: Type.Integer({ description: 'Days that its objects are kept; 0: for good.' }),
  derive: Type.Array(Type.Enum([...derivedOnUpload])),
  accessKey: Type.String(),
  createdAt: Type.String(),
  updatedAt: Type.String(),
};

/** An account without its secret. */
export const AccountView = Type.Object(accountMembers);
export type AccountView = Static<typeof AccountView>;

/** The only answers that hold the secret: of the order that makes it. */
export const CreatedAccount = Type.Object({ ...accountMembers, secretAccessKey: Type.String() });
export type CreatedAccount = Static<typeof CreatedAccount>;

/** Answer of `GET /v1/storage/accounts`. */
export const AccountList = Type.Object({ accounts: Type.Array(AccountView) });
export type AccountList = Static<typeof AccountList>;

export { storageName as StorageName };
