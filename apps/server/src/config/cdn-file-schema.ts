import { type Static, Type } from 'typebox';

const closed = { additionalProperties: false } as const;

/** A secret as it stands there, or the file that holds it, below the folder of the file that names it. */
const secret = Type.Union([
  Type.String({ minLength: 1 }),
  Type.Object({ file: Type.String({ minLength: 1 }) }, closed),
]);
export type SecretPlace = Static<typeof secret>;

const common = {
  name: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,19}$' }),
  host: Type.String({ pattern: '^(?=.{1,253}$)[a-z0-9-]+(\\.[a-z0-9-]+)+$' }),
  origin_secrets: Type.Optional(Type.Array(secret, { maxItems: 4 })),
};
const words = <const T extends readonly string[]>(...allowed: T) =>
  Type.Unsafe<T[number]>(Type.Union(allowed.map((word) => Type.Literal(word))));

/** The form of one CDN in `CDN_FILE`, by its adapter. */
export const cdnSchemas = {
  cloudfront: Type.Object(
    {
      ...common,
      adapter: Type.Literal('cloudfront'),
      key_pair_id: Type.String({ pattern: '^[A-Za-z0-9]{1,64}$' }),
      private_key: secret,
      digest: Type.Optional(words('SHA1', 'SHA256')),
      carrier: Type.Optional(words('cookie', 'query')),
    },
    closed,
  ),
  akamai: Type.Object(
    {
      ...common,
      adapter: Type.Literal('akamai'),
      key: secret,
      parameter: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_]{1,64}$' })),
      escapes_input: Type.Optional(Type.Boolean()),
      salt: Type.Optional(secret),
    },
    closed,
  ),
  bunny: Type.Object(
    {
      ...common,
      adapter: Type.Literal('bunny'),
      key: secret,
      form: Type.Optional(words('hmac-sha256', 'sha256', 'basic')),
    },
    closed,
  ),
  'cloudflare-waf': Type.Object(
    {
      ...common,
      adapter: Type.Literal('cloudflare-waf'),
      key: secret,
      rule_ttl: Type.Integer({ minimum: 1, maximum: 86_400 }),
      directory_length: Type.Optional(Type.Integer({ minimum: 5, maximum: 256 })),
    },
    closed,
  ),
  'cloudflare-stream': Type.Object(
    {
      ...common,
      adapter: Type.Literal('cloudflare-stream'),
      kid: Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' }),
      private_key: secret,
      videos: Type.Record(Type.String(), Type.String({ pattern: '^[0-9a-f]{32}$' })),
    },
    closed,
  ),
  'nginx-secure-link': Type.Object(
    {
      ...common,
      adapter: Type.Literal('nginx-secure-link'),
      key: secret,
      form: Type.Optional(words('directory', 'file', 'file-and-address')),
    },
    closed,
  ),
  fastly: Type.Object({ ...common, adapter: Type.Literal('fastly'), key: secret }, closed),
} as const;

export type CdnAdapterName = keyof typeof cdnSchemas;
/** One CDN as it stands in `CDN_FILE`. */
export type CdnEntry = { [Name in CdnAdapterName]: Static<(typeof cdnSchemas)[Name]> }[CdnAdapterName];
