import { readFile } from 'node:fs/promises';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { BootstrapToken, BootstrapUser } from '../ports/bootstrap.ts';

const closed = { additionalProperties: false } as const;
const uuid = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';
const plainText = '^[^\\u0000-\\u001f\\u007f]+$';
const Key = Type.Object(
  {
    name: Type.String({ pattern: plainText, maxLength: 100 }),
    rawKey: Type.String({ pattern: '^lvz_live_[0-9a-f]{64}$' }),
  },
  closed,
);
const User = Type.Object(
  {
    id: Type.String({ pattern: uuid }),
    externalId: Type.Optional(Type.String({ pattern: plainText, maxLength: 255 })),
    apiKeys: Type.Optional(Type.Array(Key, { maxItems: 50 })),
  },
  closed,
);
const permissions = ['video:read', 'video:write', 'system:read', 'system:write'] as const;
const AccessToken = Type.Object(
  {
    id: Type.String({ pattern: uuid }),
    secret: Type.String({ pattern: '^[\\x21-\\x7e]{20,512}$' }),
    environment: Type.String({ pattern: plainText, maxLength: 100 }),
    name: Type.Optional(Type.String({ pattern: plainText, maxLength: 100 })),
    permissions: Type.Optional(Type.Array(Type.Union(permissions.map((each) => Type.Literal(each))))),
  },
  closed,
);
const File = Type.Object(
  { users: Type.Optional(Type.Array(User)), accessTokens: Type.Optional(Type.Array(AccessToken)) },
  closed,
);

/** What `BOOTSTRAP_FILE` says, or everything that is wrong with it. No problem holds a key. */
export interface BootstrapFile {
  readonly users: readonly BootstrapUser[];
  readonly accessTokens: readonly BootstrapToken[];
  readonly problems: readonly string[];
}

const failed = (...problems: readonly string[]): BootstrapFile => ({
  users: [],
  accessTokens: [],
  problems: problems.map((problem) => `BOOTSTRAP_FILE ${problem}`),
});

function repeated(texts: readonly string[], what: string): string[] {
  return new Set(texts).size === texts.length ? [] : [`has ${what} twice`];
}

function contradictions({ users = [], accessTokens = [] }: Static<typeof File>): string[] {
  const keys = users.map(({ apiKeys = [] }) => apiKeys);
  return [
    ...repeated(
      users.map(({ id }) => id),
      'an id of a user',
    ),
    ...repeated(
      users.flatMap(({ externalId }) => externalId ?? []),
      'an externalId',
    ),
    ...repeated(
      accessTokens.map(({ id }) => id),
      'an id of an access token',
    ),
    ...repeated(
      keys.flat().map(({ rawKey }) => rawKey),
      'a rawKey',
    ),
    ...keys.flatMap((own, index) =>
      repeated(
        own.map(({ name }) => name),
        `a name of a key of users[${index}]`,
      ),
    ),
  ];
}

/** Reads a text that may hold keys, so that nothing of it is repeated. */
export function parseBootstrap(text: string): BootstrapFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return failed('is not JSON');
  }
  if (!Value.Check(File, value)) {
    return failed(...Value.Errors(File, value).map(({ instancePath, message }) => `${instancePath} ${message}`.trim()));
  }
  const problems = contradictions(value);
  if (problems.length > 0) return failed(...problems);
  const { users = [], accessTokens = [] } = value;
  return {
    users: users.map(({ id, externalId = null, apiKeys = [] }) => ({ id, externalId, apiKeys })),
    accessTokens: accessTokens.map((token) => ({ name: 'from the file', permissions, ...token })),
    problems: [],
  };
}

/** The content of `file`, an absolute path. Empty for no file. */
export async function readBootstrapFile(file: string): Promise<BootstrapFile> {
  if (file === '') return { users: [], accessTokens: [], problems: [] };
  try {
    return parseBootstrap(await readFile(file, 'utf8'));
  } catch {
    return failed(`names ${file}, which cannot be read`);
  }
}
