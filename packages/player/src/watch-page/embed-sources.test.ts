import { expect, test } from 'vitest';
import { embedSources } from './embed-sources.ts';

const token = `emb_${'A-_9'.repeat(10)}abc`;

test('plays the asset of the page with the token of its address', () => {
  expect(embedSources(`/embed/${token}`, 'film-1')).toEqual({
    hls: `/v/film-1/master.m3u8?et=${token}`,
    poster: `/v/film-1/cover.jpg?et=${token}`,
  });
});

test.each([`/embed/${token}x`, `/embed/${token}/`, '/embed/', '/watch/film-1'])(
  'finds nothing to play in %s',
  (path) => {
    expect(embedSources(path, 'film-1')).toBeNull();
    expect(embedSources(`/embed/${token}`, '')).toBeNull();
  },
);
