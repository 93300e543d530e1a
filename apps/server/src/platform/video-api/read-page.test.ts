import { describe, expect, it } from 'vitest';
import { readPage } from './read-page.ts';

describe('a page', () => {
  it.each([
    ['/a', { limit: 25, offset: 0 }],
    ['/a?', { limit: 25, offset: 0 }],
    ['/a?page=&limit=', { limit: 25, offset: 0 }],
    ['/a?page=1&limit=10', { limit: 10, offset: 0 }],
    ['/a?limit=10&page=3', { limit: 10, offset: 20 }],
    ['/a?limit=100&page=999999999', { limit: 100, offset: 99_999_999_800 }],
  ])('is read from %s', (target, page) => expect(readPage(target)).toEqual(page));

  it.each([
    'page=0',
    'page=-1',
    'page=1.5',
    'page=a',
    'page=1e9',
    'page=9999999999',
    'limit=0',
    'limit=101',
    'limit=x',
  ])('is not %s', (query) => expect(() => readPage(`/a?${query}`)).toThrow(expect.objectContaining({ status: 400 })));
});
