import { describe, expect, it } from 'vitest';
import { type Credential, readCredential } from './credential.ts';

describe('a credential', () => {
  it.each([
    ['the key of the operator', { apiKey: 'a' }, { 'x-api-key': 'a' }],
    ['the key of a user', { userKey: 'lvz_live_b' }, { authorization: 'lvz_live_b' }],
    ['a token of a user', { userToken: 'e.e.e' }, { authorization: 'Bearer e.e.e' }],
  ] as const)('is shown as %s is', async (_what, credential, expected) => {
    expect(await readCredential(credential)()).toEqual(expected);
  });

  it('that is renewed is asked for at every call', async () => {
    let calls = 0;
    const show = readCredential({ userToken: async () => `token-${++calls}` });
    expect([await show(), await show()]).toEqual([
      { authorization: 'Bearer token-1' },
      { authorization: 'Bearer token-2' },
    ]);
  });

  it.each([{}, { apiKey: 'a', userKey: 'b' }, { userKey: 'b', userToken: 'c' }, { apiKey: undefined }])(
    'is exactly one: %j is refused',
    (given) => {
      expect(() => readCredential(given as unknown as Credential)).toThrow(TypeError);
    },
  );
});
