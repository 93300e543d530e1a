import { readFile } from 'node:fs/promises';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { BootstrapUser } from '../ports/bootstrap.ts';

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
const File = Type.Object({ users: Type.Optional(Type.Array(User)) }, closed);

/** What `BOOTSTRAP_FILE` says, or everything that is wrong with it. No problem holds a key. */
export interface BootstrapFile {
  readonly users: readonly BootstrapUser[];
  readonly problems: readonly string[];
}

const failed = (...problems: readonly string[]): BootstrapFile => ({
  users: [],
  problems: problems.map((problem) => `BOOTSTRAP_FILE ${problem}`),
});

function repeated(texts: readonly string[], what: string): string[] {
  return new Set(texts).size === texts.length ? [] : [`has ${what} twice`];
}

function contradictions({ users = [] }: Static<typeof File>): string[] {
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
  const users = value.users ?? [];
  return {
    users: users.map(({ id, externalId = null, apiKeys = [] }) => ({ id, externalId, apiKeys })),
    problems: [],
  };
}

/** The content of `file`, an absolute path. Empty for no file. */
export async function readBootstrapFile(file: string): Promise<BootstrapFile> {
  if (file === '') return { users: [], problems: [] };
  try {
    return parseBootstrap(await readFile(file, 'utf8'));
  } catch {
    return failed(`names ${file}, which cannot be read`);
  }
}
