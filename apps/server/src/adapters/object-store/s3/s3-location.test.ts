import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyFault } from '../object-key.ts';
import { createAddressOf, type S3Location } from './s3-location.ts';

const location = { region: 'eu-west-1', bucket: 'films', pathStyle: false };

const hrefOf = (given: S3Location, key: string): string => {
  const { origin, pathname } = createAddressOf(given)(key);
  return `${origin}${pathname}`;
};

test('AWS has the bucket in the host’s name', () => {
  expect(hrefOf(location, 'a b/ü.mp4')).toBe('https://films.s3.eu-west-1.amazonaws.com/a%20b/%C3%BC.mp4');
});

test('an S3-compatible server has it where it is told to', () => {
  const compatible = { ...location, endpoint: 'http://127.0.0.1:9000/base/' };
  expect(hrefOf({ ...compatible, pathStyle: true }, 'a')).toBe('http://127.0.0.1:9000/base/films/a');
  expect(hrefOf({ ...compatible, endpoint: 'http://store:9000' }, 'a')).toBe('http://films.store:9000/a');
});

test('an address of any key a store takes is what a client makes of it', () => {
  const addressOf = createAddressOf(location);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (key) => {
      fc.pre(keyFault(key) === null);
      const { origin, host, pathname } = addressOf(key);
      const parsed = new URL(`${origin}${pathname}`);
      expect([parsed.origin, parsed.host, parsed.pathname]).toEqual([origin, host, pathname]);
      expect(decodeURIComponent(pathname.slice(1))).toBe(key);
    }),
  );
});
