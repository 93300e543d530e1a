import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { credentialHeader, withQueryToken } from './request-credentials.ts';

const source = 'https://media.example/v/a/master.m3u8';
const both = { token: 'v=1~edge', keyToken: 'payload.signature' };
const edge = ['Edge-Token', 'v=1~edge'];
const bearer = ['Authorization', 'Bearer payload.signature'];

describe('which header for which address', () => {
  test.each([
    ['/v/a/master.m3u8', edge],
    ['/v/a/video/r720_h264/seg_1.m4s?et=older', edge],
    ['seg_1.m4s', edge],
    ['/k/a/1.key', edge],
    ['/stream/a/master.m3u8', edge],
    ['/_t/dj0x/v/a/master.m3u8', edge],
    ['/api/key/a', bearer],
    ['https://keys.example/api/key/a', bearer],
    ['/api/jobs', null],
    ['/player/sluice-player.js', null],
    ['/v', null],
    ['/x/v/a/seg_1.m4s', null],
    ['/x/api/key/a', null],
    ['https://other.example/v/a/seg_1.m4s', null],
    ['https://media.example.other.example/v/a/seg_1.m4s', null],
    ['https://media.example:8443/v/a/seg_1.m4s', null],
    ['http://media.example/v/a/seg_1.m4s', null],
    ['//other.example/v/a/seg_1.m4s', null],
    ['data:application/octet-stream;base64,AAAA', null],
    ['blob:https://media.example/v/a', null],
    ['http://[', null],
  ])('%s', (url, header) => {
    expect(credentialHeader(url, source, both)).toEqual(header);
  });

  test('dots in a path are resolved before it is judged', () => {
    expect(credentialHeader('/v/../api/jobs', source, both)).toBeNull();
    expect(credentialHeader('/v/../api/key/a', source, both)).toEqual(bearer);
  });

  test('no credential, no header', () => {
    expect(credentialHeader('/v/a/seg_1.m4s', source, { ...both, token: '' })).toBeNull();
    expect(credentialHeader('/api/key/a', source, { ...both, keyToken: '' })).toBeNull();
  });
});

test('the edge token never leaves the host of the source', () => {
  fc.assert(
    fc.property(fc.webUrl(), (url) => {
      fc.pre(new URL(url).origin !== new URL(source).origin);
      expect(credentialHeader(url, source, both)?.[0]).not.toBe('Edge-Token');
    }),
  );
});

describe('the query form', () => {
  test('the token is percent-encoded and other parameters keep their spelling', () => {
    expect(withQueryToken('https://m.example/v/a/m.m3u8?q=a+b%20c', 'v=1~acl=/v/a/*')).toBe(
      'https://m.example/v/a/m.m3u8?q=a+b%20c&et=v%3D1~acl%3D%2Fv%2Fa%2F*',
    );
  });

  test('an older token is replaced', () => {
    expect(withQueryToken('https://m.example/v/a/m.m3u8?et=old', 'new')).toBe('https://m.example/v/a/m.m3u8?et=new');
  });

  test('a foreign path and an empty token leave the address alone', () => {
    expect(withQueryToken('https://m.example/film.m3u8', 'new')).toBe('https://m.example/film.m3u8');
    expect(withQueryToken('https://m.example/v/a/m.m3u8?et=old', '')).toBe('https://m.example/v/a/m.m3u8?et=old');
  });

  test('a server reads back exactly the token', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme-ascii' }), (token) => {
        expect(new URL(withQueryToken(source, token)).searchParams.get('et')).toBe(token);
      }),
    );
  });
});
