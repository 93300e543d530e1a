import { describe, expect, it } from 'vitest';
import { parseBootstrap } from './bootstrap-file.ts';

const id = '550e8400-e29b-41d4-a716-446655440000';
const other = '550e8400-e29b-41d4-a716-446655440001';
const rawKey = `lvz_live_${'0f'.repeat(32)}`;
const read = (value: unknown) => parseBootstrap(JSON.stringify(value), '/nowhere');
const problemsOf = async (value: unknown): Promise<readonly string[]> => (await read(value)).problems;

describe('the bootstrap file', () => {
  it('names users and their keys', async () => {
    const users = [{ id, externalId: 'user_1', apiKeys: [{ name: 'ci', rawKey }] }, { id: other }];
    const storage = { providers: [], accounts: [] };
    expect(await read({ users })).toEqual({
      users: [users[0], { id: other, externalId: null, apiKeys: [] }],
      storage,
      accessTokens: [],
      problems: [],
    });
    expect(await read({})).toEqual({ users: [], storage, accessTokens: [], problems: [] });
  });

  it('names access tokens, which may do everything unless it says what', async () => {
    const all = ['video:read', 'video:write', 'system:read', 'system:write'];
    const plain = { id, secret: 's'.repeat(20), environment: 'production' };
    const weak = { ...plain, id: other, name: 'ci', permissions: ['video:read'] };
    expect((await read({ accessTokens: [plain, weak] })).accessTokens).toEqual([
      { ...plain, name: 'from the file', permissions: all },
      weak,
    ]);
  });

  it.each([
    ['an id that is no UUID', { users: [{ id: 'me' }] }],
    ['an id in upper case', { users: [{ id: id.toUpperCase() }] }],
    ['a key of another form', { users: [{ id, apiKeys: [{ name: 'a', rawKey: `${rawKey}0` }] }] }],
    ['a key without a name', { users: [{ id, apiKeys: [{ name: '', rawKey }] }] }],
    ['a member that nobody knows', { users: [{ id, apiKey: rawKey }] }],
    ['a secret of 19 characters', { accessTokens: [{ id, secret: 's'.repeat(19), environment: 'e' }] }],
    ['a secret with a space', { accessTokens: [{ id, secret: `${'s'.repeat(20)} `, environment: 'e' }] }],
    [
      'a permission that nobody knows',
      { accessTokens: [{ id, secret: 's'.repeat(20), environment: 'e', permissions: ['root'] }] },
    ],
    [
      'a token twice',
      {
        accessTokens: [
          { id, secret: 's'.repeat(20), environment: 'e' },
          { id, secret: 't'.repeat(20), environment: 'e' },
        ],
      },
    ],
    ['a user twice', { users: [{ id }, { id }] }],
    [
      'an external id twice',
      {
        users: [
          { id, externalId: 'a' },
          { id: other, externalId: 'a' },
        ],
      },
    ],
    [
      'a key twice',
      {
        users: [
          { id, apiKeys: [{ name: 'a', rawKey }] },
          { id: other, apiKeys: [{ name: 'a', rawKey }] },
        ],
      },
    ],
    ['a list', []],
  ])('may not have %s, and its keys are not told', async (_name, value) => {
    const problems = await problemsOf(value);
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) {
      expect(problem).toMatch(/^BOOTSTRAP_FILE /);
      expect(problem).not.toContain('0f0f');
    }
  });

  it('is JSON', async () =>
    expect((await parseBootstrap('{', '/nowhere')).problems).toEqual(['BOOTSTRAP_FILE is not JSON']));

  const secretAccessKey = 'a-secret-of-the-bootstrap-file-0f0f';
  const account = { name: 'a', accessKey: 'ACCESSKEYOFATEST', secretAccessKey, provider: 'p' };
  const provider = { name: 'p', type: 's3', bucket: 'b', accessKeyId: 'k', secretAccessKey };

  it('names providers and accounts', async () => {
    const { storage, problems } = await read({ providers: [provider], accounts: [{ ...account, providers: ['q'] }] });
    expect(problems).toEqual([]);
    expect(storage).toEqual({
      providers: [
        {
          name: 'p',
          form: { type: 's3', settings: { bucket: 'b' }, credentials: { accessKeyId: 'k', secretAccessKey } },
        },
      ],
      accounts: [{ ...account, providers: ['q'], directory: '*', enabled: null, dayLimit: 0, derive: [] }],
    });
  });

  it('has every mistake told at once, with its place and without a secret', async () => {
    const problems = await problemsOf({
      users: [{ id: 'me' }],
      providers: [
        { ...provider, bucket: '/' },
        { name: 'source', type: 'fs', root: '/a' },
        { name: 'x', type: 'ftp' },
        1,
      ],
      accounts: [account, { ...account, directory: '/' }, { ...account, name: 'c', colour: 'red' }],
    });
    expect(problems.map((problem) => problem.split(' ')[1])).toEqual([
      '/users/0/id',
      ...['/providers/0/bucket', '/providers/1/name', '/providers/2/type', '/providers/3'],
      ...problems.map((problem) => problem.split(' ')[1]).filter((place) => place?.startsWith('/accounts/')),
    ]);
    expect(problems.filter((problem) => problem.startsWith('BOOTSTRAP_FILE /accounts/1'))).not.toEqual([]);
    expect(problems.filter((problem) => problem.startsWith('BOOTSTRAP_FILE /accounts/2 '))).not.toEqual([]);
    expect(problems.join()).not.toContain('0f0f');
  });

  it('has no name and no access key twice', async () => {
    const twice = { providers: [provider, provider], accounts: [account, account] };
    expect(await problemsOf(twice)).toEqual([
      'BOOTSTRAP_FILE has a name of a provider twice',
      'BOOTSTRAP_FILE has a name of an account twice',
      'BOOTSTRAP_FILE has an accessKey twice',
    ]);
  });
});
