import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTokenTimes } from './token-times.ts';

const jwt = (payload: unknown) =>
  `eyJhbGciOiJIUzI1NiJ9.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.c2ln`;

test('edge token of the contract (§4.2, E1)', () => {
  const token =
    'v=1~kid=k1~st=1777028508~exp=1777035708~acl=/v/9f86d081/*~id=tk_01HZX3Q8~aud=9f86d081~sub=vw_7c1e~sig=iVEoRWFCzXd__A2tl3DXg6ZGBuasmtw8qwY5IOmiwW4';
  expect(readTokenTimes(token)).toEqual({
    issuedAtSeconds: 1777028508,
    expiresAtSeconds: 1777035708,
    renewableUntilSeconds: null,
  });
});

test('an edge token that can be renewed', () => {
  expect(readTokenTimes('v=1~kid=k1~exp=1777035708~mx=1777075308~sig=x')).toEqual({
    issuedAtSeconds: null,
    expiresAtSeconds: 1777035708,
    renewableUntilSeconds: 1777075308,
  });
});

test('JWT', () => {
  const claims = { sub: 'ä?>', iat: 1777032108, nbf: 1777032103, exp: 1777035708, mx: 1777075308 };
  expect(readTokenTimes(jwt(claims))).toEqual({
    issuedAtSeconds: 1777032108,
    expiresAtSeconds: 1777035708,
    renewableUntilSeconds: 1777075308,
  });
});

test.each(['', 'emb_AAEC', 'v=1~kid=k1~sig=x', 'v=1~exp=99~sig=x', jwt({}), jwt({ exp: 1.5 }), jwt(null), 'eyJ.eyJ.x'])(
  'unknown for %s',
  (token) => {
    expect(readTokenTimes(token)).toBeNull();
  },
);

test('no text breaks the reader', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const payload = Buffer.from(text).toString('base64url');
      expect(readTokenTimes(text)).toBeNull();
      expect(readTokenTimes(`eyJ.${payload}.x`)).toBeNull();
    }),
  );
});
