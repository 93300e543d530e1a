import { describe, expect, it } from 'vitest';
import { parseCommand } from './parse-command.ts';

const parse = (line: string) => parseCommand(line.split(' '));

describe('the commands of access tokens', () => {
  it.each([
    [
      'access-tokens create',
      { act: 'create-token', environment: 'production', tokenName: 'access token', permissions: [] },
    ],
    [
      'access-tokens create --environment staging --name ci --permission video:read,video:write --permission system:read',
      {
        ...{ act: 'create-token', environment: 'staging', tokenName: 'ci' },
        permissions: ['video:read', 'video:write', 'system:read'],
      },
    ],
    ['access-tokens list', { act: 'list-tokens' }],
    [
      'access-tokens delete 7C0FFEE0-0000-4000-8000-000000000001',
      { act: 'delete-token', id: '7c0ffee0-0000-4000-8000-000000000001' },
    ],
    ['environments list', { act: 'list-environments' }],
    ['environments create staging', { act: 'create-environment', environment: 'staging' }],
  ])('understand %s', (line, order) => {
    expect(parse(line)).toEqual({ name: 'tokens', order });
  });

  it.each([
    ['access-tokens', 'access-tokens takes create, list or delete ID.'],
    ['access-tokens list more', 'access-tokens takes create, list or delete ID.'],
    ['access-tokens delete', 'access-tokens takes create, list or delete ID.'],
    ['access-tokens delete 7', 'delete needs the id of a token.'],
    [
      'access-tokens create --permission root',
      '--permission takes video:read, video:write, system:read, system:write.',
    ],
    ['environments create', 'A name has 1 to 100 characters.'],
    ['environments delete a', 'environments takes list or create NAME.'],
  ])('tell what is wrong with %s', (line, sentence) => {
    expect(parse(line)).toEqual({ name: 'mistake', sentence });
  });
});
