import { expect, test } from 'vitest';
import { objectUrl } from './s3-location.ts';

const location = { region: 'eu-west-1', bucket: 'films', pathStyle: false };

test('AWS has the bucket in the host’s name', () => {
  expect(objectUrl(location, 'a b/ü.mp4').href).toBe('https://films.s3.eu-west-1.amazonaws.com/a%20b/%C3%BC.mp4');
});

test('an S3-compatible server has it where it is told to', () => {
  const compatible = { ...location, endpoint: 'http://127.0.0.1:9000/base/' };
  expect(objectUrl({ ...compatible, pathStyle: true }, 'a').href).toBe('http://127.0.0.1:9000/base/films/a');
  expect(objectUrl({ ...compatible, endpoint: 'http://store:9000' }, 'a').href).toBe('http://films.store:9000/a');
});

test('dots in a key survive the URL', () => {
  expect(objectUrl(location, '...a/.b..').pathname).toBe('/...a/.b..');
});
