import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCursor, parseCursor } from './list-cursor.ts';
import { parseListQuery } from './parse-list-query.ts';

const position = { createdMicros: '1767225600123456', id: '00000000-0000-4000-8000-00000000abcd' };

describe('parseListQuery', () => {
  it('asks for fifty of anything unless told otherwise', () => {
    const anything = { status: null, type: null, hash: null, after: null, limit: 50 };
    expect(parseListQuery('/api/jobs')).toEqual(anything);
    expect(parseListQuery('/api/jobs?')).toEqual(anything);
  });

  it('reads every filter', () => {
    const target = `/api/jobs?status=failed&type=video%3Acover&hash=film&limit=200&cursor=${formatCursor(position)}`;
    expect(parseListQuery(target)).toEqual({
      ...{ status: 'failed', type: 'video:cover', hash: 'film', limit: 200 },
      after: position,
    });
  });

  it.each([
    ['status=canceled', 'status must be queued, processing, completed, failed, cancelled'],
    ['status=', 'status must be '],
    ['type=video', 'type must be '],
    ['hash=..', 'hash must be '],
    ['hash=', 'hash must be '],
    ['limit=0', 'limit must be from 1 to 200'],
    ['limit=201', 'limit must be '],
    ['limit=1e2', 'limit must be '],
    ['limit=-1', 'limit must be '],
    ['cursor=', 'cursor is not one of ours'],
    ['cursor=abc', 'cursor is not '],
    ['stauts=failed', 'unknown parameter: "stauts"'],
    ['status=failed&status=queued', 'status comes twice'],
  ])('refuses %s', (query, message) => {
    expect(() => parseListQuery(`/api/jobs?${query}`)).toThrow(
      expect.objectContaining({ status: 400, message: expect.stringContaining(message) }),
    );
  });

  it('takes no text for a cursor but its own', () => {
    expect(parseCursor(formatCursor(position))).toEqual(position);
    expect(parseCursor(`${formatCursor(position)}=`)).toBeNull();
    fc.assert(fc.property(fc.string(), (text) => parseCursor(text) === null));
  });
});
