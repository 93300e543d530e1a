import { Type } from 'typebox';

const filename = Type.String({
  minLength: 1,
  maxLength: 1024,
  description: 'Key of the object, below the directory of the account.',
});
const provider = Type.String({ minLength: 1, maxLength: 100, description: 'Default: the main one of the account.' });
const expiresIn = Type.Union([Type.Integer(), Type.String({ maxLength: 32 })], {
  description: 'Seconds, or a duration such as `30m`; at most 7 days. Default: 1 hour.',
});
const closed = { additionalProperties: false } as const;

/** What may be asked for: a grant with which a browser brings in one object. */
export const UploadGrantBody = Type.Object(
  {
    filename,
    provider: Type.Optional(provider),
    maxBytes: Type.Optional(Type.Integer({ minimum: 1, description: 'Default: MAX_FILE_SIZE.' })),
    expiresIn: Type.Optional(expiresIn),
  },
  closed,
);

export const UploadGrantView = Type.Object({
  token: Type.String({ description: 'For `Authorization: Bearer`.' }),
  endpoint: Type.String({ description: 'Where uploads are begun by tus 1.0.' }),
  filename,
  provider,
  maxBytes: Type.Integer(),
  expiresAt: Type.Integer({ description: 'Last second of its life; Unix time.' }),
});

/** A URL by which anybody puts one object straight into the store. */
export const UploadPresignBody = Type.Object(
  {
    filename,
    provider: Type.Optional(provider),
    expiresIn: Type.Optional(expiresIn),
    contentType: Type.Optional(Type.String({ pattern: '^[\\x20-\\x7e]{1,200}$' })),
  },
  closed,
);

export const UploadPresignView = Type.Object({
  url: Type.String(),
  method: Type.Literal('PUT'),
  headers: Type.Record(Type.String(), Type.String(), { description: 'To be sent with it.' }),
  expiresAt: Type.Integer({ description: 'Last second of its life; Unix time.' }),
});

/** A resumable upload, on its way or whole. */
export const UploadView = Type.Object({
  id: Type.String(),
  filename,
  provider,
  size: Type.Integer({ description: 'Bytes of the whole.' }),
  offset: Type.Integer({ description: 'Bytes that are here.' }),
  isStored: Type.Boolean({ description: 'Whether the object is in the store.' }),
  expiresAt: Type.Integer({ description: 'When what is here of it goes; Unix time.' }),
});

export const StoredObjectAnswer = Type.Object({
  data: Type.Object({ filename, provider, size: Type.Integer(), etag: Type.String() }),
});

export const DeletedObjectAnswer = Type.Object({ data: Type.Object({ filename, provider }) });
