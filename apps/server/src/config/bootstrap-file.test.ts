import { describe, expect, it } from 'vitest';
import { parseBootstrap } from './bootstrap-file.ts';

const id = '550e8400-e29b-41d4-a716-446655440000';
const other = '550e8400-e29b-41d4-a716-446655440001';
const rawKey = `lvz_live_${'0f'.repeat(32)}`;
const problemsOf = (value: unknown): readonly string[] => parseBootstrap(JSON.stringify(value)).problems;

describe('the bootstrap file', () => {
  it('names users and their keys', () => {
    const users = [{ id, externalId: 'user_1', apiKeys: [{ name: 'ci', rawKey }] }, { id: other }];
    expect(parseBootstrap(JSON.stringify({ users }))).toEqual({
      users: [users[0], { id: other, externalId: null, apiKeys: [] }],
      accessTokens: [],
      problems: [],
    });
    expect(parseBootstrap('{}')).toEqual({ users: [], accessTokens: [], problems: [] });
  });

  it('names access tokens, which may do everything unless it says what', () => {
    const all = ['video:read', 'video:write', 'system:read', 'system:write'];
    const plain = { id, secret: 's'.repeat(20), environment: 'production' };
    const weak = { ...plain, id: other, name: 'ci', permissions: ['video:read'] };
    expect(parseBootstrap(JSON.stringify({ accessTokens: [plain, weak] })).accessTokens).toEqual([
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
  ])('may not have %s, and its keys are not told', (_name, value) => {
    const problems = problemsOf(value);
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) {
      expect(problem).toMatch(/^BOOTSTRAP_FILE /);
      expect(problem).not.toContain('0f0f');
    }
  });

  it('is JSON', () => expect(parseBootstrap('{').problems).toEqual(['BOOTSTRAP_FILE is not JSON']));
});
