import { describe, expect, it } from 'vitest';
import { corsFields, preflightHeaders } from './cors.ts';

const origin = 'https://app.example';

describe('corsFields', () => {
  it('lets no other origin read where the route has no CORS', () => {
    expect(corsFields(false, origin)).toEqual({});
  });

  it('lets anyone read, cookies left aside', () => {
    const fields = corsFields(true, origin);
    expect(fields).toMatchObject({ 'access-control-allow-origin': '*' });
    expect(fields).not.toHaveProperty('access-control-allow-credentials');
    expect(fields).not.toHaveProperty('vary');
  });

  it('names the origin that asks where cookies may ride along, and keeps caches from mixing origins up', () => {
    expect(corsFields('with-cookies', origin)).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      vary: 'Origin',
    });
    const ofNobody = corsFields('with-cookies', undefined);
    expect(ofNobody).toMatchObject({ 'access-control-allow-origin': '*', vary: 'Origin' });
    expect(ofNobody).not.toHaveProperty('access-control-allow-credentials');
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
