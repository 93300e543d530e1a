import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edgeJwtClaims } from '../../test/arbitraries.ts';
import vectors from '../../vectors/edge-jwt.json' with { type: 'json' };
import { formatPathPattern } from '../path/path-pattern.ts';
import { formatEdgeJwtClaims, parseEdgeJwtClaims } from './edge-jwt-claims.ts';

const good = vectors.claims;
const parsedWith = (changes: Record<string, unknown>) => parseEdgeJwtClaims({ ...good, ...changes });

describe('the claims of an edge JWT', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(edgeJwtClaims, (claims) => {
        const parsed = parseEdgeJwtClaims(JSON.parse(JSON.stringify(formatEdgeJwtClaims(claims))));
        const texts = (patterns: typeof claims.patterns) => patterns?.map(formatPathPattern) ?? null;
        expect({ ...parsed, patterns: texts(parsed?.patterns ?? null) }).toEqual({
          ...claims,
          patterns: texts(claims.patterns),
        });
      }),
    );
  });

  it('take one text for a list of one', () => {
    const others = { ip: '203.0.113.7/32', domain: 'app.example.com', aud: ['9f86d081'] };
    expect(JSON.stringify(parsedWith(others))).toBe(JSON.stringify(parsedWith({})));
  });

  it('may be the fewest', () => {
    const { acl: _acl, ip: _ip, domain: _domain, nbf: _nbf, ...fewest } = good;
    expect(parseEdgeJwtClaims(fewest)).toMatchObject({
      patterns: null,
      notBeforeSeconds: null,
      renewableUntilSeconds: null,
      bindings: { clientAddresses: null, hosts: null, userAgent: null },
    });
  });

  it('may hold what nobody here knows, unless it must be obeyed', () => {
    expect(JSON.stringify(parsedWith({ geo: 'US', 'x-may': true }))).toBe(JSON.stringify(parsedWith({})));
    expect(parsedWith({ 'x-must-geo': 'US' })).toBeNull();
  });

  it.each(['iss', 'sub', 'aud', 'exp', 'iat', 'jti'])('are none without %s', (name) => {
    expect(parsedWith({ [name]: undefined })).toBeNull();
  });

  it.each(['exp', 'iat', 'nbf', 'mx'])('have whole seconds in %s', (name) => {
    const wrong = ['1777035708', 1777035708.5, -1, 1777035708000, null, true, [1777035708], Number.NaN];
    for (const value of wrong) expect(parsedWith({ [name]: value })).toBeNull();
    expect(parsedWith({ [name]: 9_999_999_999 })).not.toBeNull();
  });

  it.each([
    ['an empty subject', { sub: '' }],
    ['a subject over 128 characters', { sub: 's'.repeat(129) }],
    ['a subject with a control character', { sub: 'a\nb' }],
    ['a subject that has no UTF-8', { sub: '\ud800' }],
    ['a subject that is a number', { sub: 7 }],
    ['an empty issuer', { iss: '' }],
    ['no assets', { aud: [] }],
    ['nine assets', { aud: Array(9).fill('a') }],
    ['an asset that is a number', { aud: [1] }],
    ['an asset over 64 characters', { aud: 'a'.repeat(65) }],
    ['an id over 64 characters', { jti: 't'.repeat(65) }],
    ['an id of other characters', { jti: 'a b' }],
    ['no paths', { acl: [] }],
    ['paths that are one text', { acl: '/v/a/*' }],
    ['nine paths', { acl: Array(9).fill('/v/a') }],
    ['a path with an inner wildcard', { acl: ['/v/*/a'] }],
    ['no addresses', { ip: [] }],
    ['nine blocks of addresses', { ip: Array(9).fill('10.0.0.0/8') }],
    ['a bare address', { ip: '10.0.0.1' }],
    ['21 domains', { domain: Array(21).fill('a.test') }],
    ['an upper-case domain', { domain: 'A.test' }],
    ['a binding that is null', { ip: null }],
    ['an upper-case user agent', { ua: '341CCCC0C70F8082' }],
    ['a user agent in a list', { ua: ['341cccc0c70f8082'] }],
    ['an asset that is no segment, without paths', { acl: undefined, aud: 'a/b' }],
    ['an asset that steps out, without paths', { acl: undefined, aud: '..' }],
    ['an asset that is a wildcard, without paths', { acl: undefined, aud: '*' }],
  ])('are none with %s', (_what, changes) => {
    expect(parsedWith(changes)).toBeNull();
  });

  it('may hold the most that each list and text may hold', () => {
    const most = {
      aud: Array(8).fill('a'.repeat(64)),
      sub: 's'.repeat(128),
      acl: Array(8).fill('/v/a'),
      ip: Array(8).fill('10.0.0.0/8'),
      domain: Array(20).fill('a.test'),
    };
    expect(parsedWith(most)).not.toBeNull();
  });
});
