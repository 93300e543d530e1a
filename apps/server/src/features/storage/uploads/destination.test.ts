import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInDirectory } from '../accounts/account-reach.ts';
import { destinationOf } from './destination.ts';

const account = {
  id: 'a',
  name: 'account-a',
  accessKey: 'k',
  enabled: true,
  provider: 'main',
  providers: new Set(['main', 'backup']),
  directory: 'account-a',
};

describe('the object of an upload', () => {
  it('lies with the main provider where none is named', () => {
    expect(destinationOf(account, { filename: 'account-a/x.mp4' })).toEqual({
      provider: 'main',
      key: 'account-a/x.mp4',
    });
  });

  it('gets the directory that a recorder sends beside a bare file name, once', () => {
    const directory = 'account-a';
    expect(destinationOf(account, { filename: 'x.mp4', directory }).key).toBe('account-a/x.mp4');
    expect(destinationOf(account, { filename: 'account-a/x.mp4', directory }).key).toBe('account-a/x.mp4');
  });

  it.each([
    [{ filename: 'account-b/x.mp4' }, 'vault/storage-directory-invalid'],
    [{ filename: 'account-a' }, 'vault/storage-directory-invalid'],
    [{ filename: 'account-ab/x.mp4' }, 'vault/storage-directory-invalid'],
    [{ filename: 'x.mp4', directory: 'account-b' }, 'vault/storage-directory-invalid'],
    [{ filename: 'x.mp4', directory: 'account-a/..' }, 'vault/file-invalid-name'],
    [{ filename: 'account-a/../account-b/x' }, 'vault/file-invalid-name'],
    [{ filename: 'account-b/x.mp4', provider: 'other' }, 'vault/storage-provider-not-found'],
  ])('refuses %j with %s', (wanted, code) => {
    expect(() => destinationOf(account, wanted)).toThrow(expect.objectContaining({ code }));
  });

  it('is never outside of the directory, whatever is sent', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom('..', '.', 'account-a', 'account-a/', '/account-a', 'a\\b'));
    const parts = fc.array(text, { maxLength: 4 }).map((all) => all.join('/'));
    fc.assert(
      fc.property(parts, fc.option(parts, { nil: undefined }), (filename, directory) => {
        let key = 'account-a/refused';
        try {
          ({ key } = destinationOf(account, { filename, directory }));
        } catch {
          // Refused is as good.
        }
        expect(isInDirectory(account, key) && !key.split('/').includes('..')).toBe(true);
      }),
    );
  });
});
