import { describe, expect, it } from 'vitest';
import { fieldLines, setField, setFields } from './response-fields.ts';

describe('setFields', () => {
  it('puts a field in the place of what stood there, and one that comes several times on lines of its own', () => {
    const lines = [...fieldLines({ etag: '"1"', 'cache-control': 'no-store' })];
    setFields(lines, { 'cache-control': 'private', 'set-cookie': ['a=1', 'b=2'] });
    expect(lines).toEqual(['etag', '"1"', 'cache-control', 'private', 'set-cookie', 'a=1', 'set-cookie', 'b=2']);
  });

  it('keeps all that an answer varies with', () => {
    const lines = [...fieldLines({ vary: 'Origin' })];
    setFields(lines, { vary: 'Accept' });
    expect(lines).toEqual(['vary', 'Accept, Origin']);
    setFields(lines, { vary: 'Origin' });
    expect(lines).toEqual(['vary', 'Origin, Accept']);
  });
});

describe('setField', () => {
  it('finds a name, not a value that reads the same', () => {
    const lines = ['allow', 'etag', 'etag', '"1"'];
    setField(lines, 'etag', '"2"');
    expect(lines).toEqual(['allow', 'etag', 'etag', '"2"']);
  });
});
