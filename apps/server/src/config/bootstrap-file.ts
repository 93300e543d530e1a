import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { BootstrapStorage, BootstrapToken, BootstrapUser } from '../ports/bootstrap.ts';
import { readStorageSections } from './bootstrap-storage.ts';

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
/** Read one by one, so that every mistake has its place. */
const Each = Type.Optional(Type.Array(Type.Unknown()));
const File = Type.Object(
  {
    users: Type.Optional(Type.Array(User)),
    providers: Each,
    accounts: Each,
    accessTokens: Type.Optional(Type.Array(AccessToken)),
  },
  closed,
);

/** What `BOOTSTRAP_FILE` says, or everything that is wrong with it. No problem holds a key. */
export interface BootstrapFile {
  readonly users: readonly BootstrapUser[];
  readonly storage: BootstrapStorage;
  readonly accessTokens: readonly BootstrapToken[];
  readonly problems: readonly string[];
}

const noStorage: BootstrapStorage = { providers: [], accounts: [] };

const failed = (...problems: readonly string[]): BootstrapFile => ({
  users: [],
  storage: noStorage,
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

/** Whatever can be read of the lists of storage, however wrong the rest is. */
const listsOf = (value: unknown): Parameters<typeof readStorageSections>[0] => {
  const { providers, accounts } = Object(value) as { readonly providers?: unknown; readonly accounts?: unknown };
  return { providers: Array.isArray(providers) ? providers : [], accounts: Array.isArray(accounts) ? accounts : [] };
};

/** Reads a text that may hold keys, so that nothing of it is repeated. `folder`: where relative paths begin. */
export async function parseBootstrap(text: string, folder: string): Promise<BootstrapFile> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return failed('is not JSON');
  }
  const { providers, accounts, problems: ofStorage } = await readStorageSections(listsOf(value), folder);
  if (!Value.Check(File, value)) {
    const told = Value.Errors(File, value).map(({ instancePath, message }) => `${instancePath} ${message}`.trim());
    return failed(...told, ...ofStorage);
  }
  const problems = [...contradictions(value), ...ofStorage];
  if (problems.length > 0) return failed(...problems);
  const { users = [], accessTokens = [] } = value;
  return {
    users: users.map(({ id, externalId = null, apiKeys = [] }) => ({ id, externalId, apiKeys })),
    storage: { providers, accounts },
    accessTokens: accessTokens.map((token) => ({ name: 'from the file', permissions, ...token })),
    problems: [],
  };
}

/** The content of `file`, an absolute path. Empty for no file. */
export async function readBootstrapFile(file: string): Promise<BootstrapFile> {
  if (file === '') return { users: [], storage: noStorage, accessTokens: [], problems: [] };
  try {
    return await parseBootstrap(await readFile(file, 'utf8'), dirname(file));
  } catch {
    return failed(`names ${file}, which cannot be read`);
  }
}
