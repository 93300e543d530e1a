import { expect, test } from 'vitest';
import { JWTError } from '../errors.ts';
import { decodeToken } from './decode-token.ts';

const encode = (claims: unknown) =>
  btoa(JSON.stringify(claims)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const token = (claims: unknown) => `${encode({ alg: 'RS256' })}.${encode(claims)}.c2ln`;

test('the token of contract §7.5 is read', () => {
  const payload =
    'eyJyb2xlIjoicHVibGlzaGVyIiwicGFydGljaXBhbnRfaWQiOiJhbGljZSIsImtpZCI6IktFWTEiLCJzdWIiOiJTUEFDRTEiLCJhdWQiOiJydCIsImV4cCI6MTY4MDYwNDgwMH0';
  expect(decodeToken(`eyJhbGciOiJSUzI1NiJ9.${payload}.c2ln`)).toEqual({
    spaceId: 'SPACE1',
    role: 1,
    participantId: 'alice',
    expiresAtSeconds: 1680604800,
  });
});

test('who names no role is a publisher, who names no participant is given an id', () => {
  expect(decodeToken(token({ sub: 'S' }))).toEqual({
    spaceId: 'S',
    role: 1,
    participantId: null,
    expiresAtSeconds: null,
  });
});

test.each(['', 'a.b', 'a.b.c', 'a.!!.c', token({}), token([]), token({ sub: 'S', role: 'owner' })])(
  '%j opens nothing',
  (text) => {
    expect(() => decodeToken(text)).toThrow(JWTError);
  },
);
