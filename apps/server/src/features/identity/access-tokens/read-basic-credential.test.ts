import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBasicCredential } from './read-basic-credential.ts';

const id = '7c0ffee0-0000-4000-8000-000000000001';
const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

describe('a credential of the video API', () => {
  it.each([
    ['Basic', basic(`${id}:s`)],
    ['Basic in lower case', basic(`${id}:s`).replace('Basic', 'basic')],
    ['Basic with an id in upper case', basic(`${id.toUpperCase()}:s`)],
    ['Bearer', `Bearer ${id}:s`],
  ])('is read from %s', (_name, line) => expect(readBasicCredential([line])).toEqual({ id, secret: 's' }));

  it('has the secret as it is, colons and all', () => {
    const secrets = fc.string({ minLength: 1, maxLength: 100 }).filter((text) => text.isWellFormed());
    fc.assert(
      fc.property(secrets, (secret) => {
        expect(readBasicCredential([basic(`${id}:${secret}`)])).toEqual({ id, secret });
      }),
    );
  });

  it.each([
    ['nothing', []],
    ['an empty line', ['']],
    ['two lines', [basic(`${id}:s`), basic(`${id}:s`)]],
    ['another scheme', [`Digest ${id}:s`]],
    ['no secret', [basic(`${id}:`)]],
    ['no colon', [basic(id)]],
    ['an id that is no UUID', [basic('me:s')]],
    ['what is too long', [basic(`${id}:${'s'.repeat(1000)}`)]],
  ])('is not in %s', (_name, lines) => expect(readBasicCredential(lines)).toBeNull());
});
