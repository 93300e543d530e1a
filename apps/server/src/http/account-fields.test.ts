import { describe, expect, it } from 'vitest';
import { readAccountFields } from './account-fields.ts';

const header = { in: 'header', schema: {}, about: '' } as const;
const parameters = {
  'X-Kerberos-Storage-FileName': { ...header, isRequired: true },
  'X-Kerberos-Storage-Provider': { ...header, isRequired: true },
  'X-Kerberos-Storage-Device': header,
} as const;
const whole = {
  accesskey: ['key'],
  secretaccesskey: ['secret'],
  filename: ['a.mp4'],
  provider: ['main'],
};

const read = (lines: Readonly<Record<string, readonly string[]>>) =>
  readAccountFields({ parameters }, (name) => lines[name.replace('x-kerberos-storage-', '')] ?? []);
const codeOf = (lines: Readonly<Record<string, readonly string[]>>): unknown => {
  try {
    return read(lines);
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('the header fields of an account', () => {
  it('are trimmed, decoded as UTF-8, and nothing else', () => {
    const fileName = `\t a%20b ${Buffer.from('caméra 😀').toString('latin1')} `;
    expect(read({ ...whole, filename: [fileName] })).toEqual({
      credentials: { accessKey: 'key', secret: 'secret' },
      fields: {
        'x-kerberos-storage-filename': 'a%20b caméra 😀',
        'x-kerberos-storage-provider': 'main',
      },
    });
  });

  it.each([
    [{ ...whole, accesskey: [] }, 'vault/file-missing-access-key'],
    [{ ...whole, secretaccesskey: [' \t'] }, 'vault/file-missing-secret-access-key'],
    [{ ...whole, filename: [''] }, 'vault/file-missing-name'],
    [{ ...whole, provider: [] }, 'vault/storage-provider-missing'],
    [{ ...whole, filename: ['a', 'a'] }, 'vault/request-invalid'],
    [{ ...whole, device: ['a', 'b'] }, 'vault/request-invalid'],
    [{ ...whole, filename: ['\xff\xfe'] }, 'vault/file-invalid-name'],
    [{ ...whole, provider: ['\xe9'] }, 'vault/request-invalid'],
    // Overlong: a slash that a decoder of another kind would let through.
    [{ ...whole, filename: ['\xc0\xaf'] }, 'vault/file-invalid-name'],
  ])('%j are refused as %s', (lines, code) => {
    expect(codeOf(lines)).toBe(code);
  });
});
