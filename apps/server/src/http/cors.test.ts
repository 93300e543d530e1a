import { describe, expect, it } from 'vitest';
import { preflightHeaders, withCors } from './cors.ts';

const origin = 'https://app.example';
const answer = { status: 200, headers: { vary: 'Accept', etag: '"1"' }, body: { kind: 'empty' } } as const;
const headersOf = (cors: boolean | 'with-cookies', asking?: string) => withCors(answer, cors, asking).headers;

describe('withCors', () => {
  it('lets no other origin read where the route has no CORS', () => {
    expect(withCors(answer, false, origin)).toEqual(answer);
  });

  it('lets anyone read, cookies left aside', () => {
    const headers = headersOf(true, origin);
    expect(headers).toMatchObject({ 'access-control-allow-origin': '*', vary: 'Accept', etag: '"1"' });
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
  });

  it('names the origin that asks where cookies may ride along, and keeps caches from mixing origins up', () => {
    expect(headersOf('with-cookies', origin)).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      vary: 'Accept, Origin',
    });
    expect(headersOf('with-cookies')).toMatchObject({ 'access-control-allow-origin': '*', vary: 'Accept, Origin' });
    expect(headersOf('with-cookies')).not.toHaveProperty('access-control-allow-credentials');
    expect(withCors({ ...answer, headers: {} }, 'with-cookies', origin).headers).toMatchObject({ vary: 'Origin' });
  });
});

it('answers the preflight the same way', () => {
  expect(preflightHeaders(['GET'], 'with-cookies', origin)).toMatchObject({
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-allow-methods': 'GET',
    vary: 'Origin',
  });
  expect(preflightHeaders(['GET'], false, origin)).toEqual({});
});
