import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renewalDelaySeconds, tokenExpirySeconds } from './token-expiry.ts';

const jwt = (payload: unknown) =>
  `eyJhbGciOiJIUzI1NiJ9.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.c2ln`;

describe('when a token ends', () => {
  test('edge token of the contract (§4.2, E1)', () => {
    const token =
      'v=1~kid=k1~st=1777028508~exp=1777035708~acl=/v/9f86d081/*~id=tk_01HZX3Q8~aud=9f86d081~sub=vw_7c1e~sig=iVEoRWFCzXd__A2tl3DXg6ZGBuasmtw8qwY5IOmiwW4';
    expect(tokenExpirySeconds(token)).toBe(1777035708);
  });

  test('JWT', () => {
    expect(tokenExpirySeconds(jwt({ sub: 'ä?>', exp: 1777035708 }))).toBe(1777035708);
  });

  test.each([
    '',
    'emb_AAEC',
    'v=1~kid=k1~sig=x',
    'v=1~exp=99~sig=x',
    jwt({}),
    jwt({ exp: 1.5 }),
    jwt(null),
    'eyJ.eyJ.x',
  ])('unknown for %s', (token) => {
    expect(tokenExpirySeconds(token)).toBeNull();
  });

  test('no text breaks the reader', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const payload = Buffer.from(text).toString('base64url');
        expect(tokenExpirySeconds(text)).toBeNull();
        expect(tokenExpirySeconds(`eyJ.${payload}.x`)).toBeNull();
      }),
    );
  });
});

describe('when to renew', () => {
  test('an hour’s token one minute before its end', () => expect(renewalDelaySeconds(3600, 0)).toBe(3540));
  test('a short one when a tenth is left', () => expect(renewalDelaySeconds(100, 0)).toBe(90));
  test('never at once: a page that hands out dying tokens is not asked in a loop', () => {
    expect(renewalDelaySeconds(1, 0.5)).toBe(1);
  });
  test('not at all when it has ended', () => expect(renewalDelaySeconds(10, 10)).toBeNull());
});
