import { describe, expect, test } from 'vitest';
import { formatSpaceFragment, parsePastedToken, parseSpaceAddress } from './space-address.ts';

const token = 'eyJh.eyJz.c2-n_';

describe('the address of a page', () => {
  test('names the space, and the token in its fragment', () => {
    expect(parseSpaceAddress('/spaces/Qm02sPace', `#token=${token}`)).toEqual({ spaceId: 'Qm02sPace', token });
  });

  test('has no token without a fragment, or with another one', () => {
    expect(parseSpaceAddress('/spaces/a/', '')).toEqual({ spaceId: 'a', token: '' });
    expect(parseSpaceAddress('/spaces/a', '#et=x')).toEqual({ spaceId: 'a', token: '' });
  });

  test.each(['/spaces/', '/spaces/a/b', '/watch/a', '/spaces/a%2Fb'])('%s is none', (path) => {
    expect(parseSpaceAddress(path, '')).toBeNull();
  });

  test('a fragment that is formatted is read again', () => {
    expect(parseSpaceAddress('/spaces/a', formatSpaceFragment(token))?.token).toBe(token);
  });
});

describe('what somebody pastes', () => {
  test.each([token, `  ${token}\n`, `https://m.example.com/spaces/a#token=${token}`, `#token=${token}&x=1`])(
    '%j holds the token',
    (text) => {
      expect(parsePastedToken(text)).toBe(token);
    },
  );

  test.each(['', 'hello', 'a.b', 'https://m.example.com/spaces/a', '#token=%'])('%j holds none', (text) => {
    expect(parsePastedToken(text)).toBe('');
  });
});
