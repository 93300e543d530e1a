import { expect, it } from 'vitest';
import { withToken } from './renewal-redirect.ts';

const token = 'v=1~kid=k2~sig=A$1';

it.each([
  ['/v/film/master.m3u8?et=old', '/v/film/master.m3u8?et=v%3D1~kid%3Dk2~sig%3DA%241'],
  ['/v/film/master.m3u8?a=1&et=old&b=%20', '/v/film/master.m3u8?a=1&b=%20&et=v%3D1~kid%3Dk2~sig%3DA%241'],
  ['/v/film/master.m3u8?%65t=old&a=?', '/v/film/master.m3u8?a=?&et=v%3D1~kid%3Dk2~sig%3DA%241'],
])('puts the next token into the query of %s and keeps the rest as it is', (target, renewed) => {
  expect(withToken(target, 'query', token)).toBe(renewed);
});

it('puts the next token into the path, and keeps the query as it is', () => {
  expect(withToken('/_t/b2xk/v/film/manifest.mpd?a=%2F', 'path', token)).toBe(
    `/_t/${Buffer.from(token).toString('base64url')}/v/film/manifest.mpd?a=%2F`,
  );
});
