import type { Parameter, Route } from '@sluice/contract';
import { vaultErrors } from '../features/storage/index.ts';
import type { SluiceError } from '../ports/sluice-error.ts';

/** Header fields that carry the credentials of a storage account, in lower case. */
const credentialNames = { accessKey: 'x-kerberos-storage-accesskey', secret: 'x-kerberos-storage-secretaccesskey' };
const FILE_NAME = 'x-kerberos-storage-filename';

/** What is said of a field that has to be there, where it has a word of its own. */
const missing: Readonly<Record<string, () => SluiceError>> = {
  [credentialNames.accessKey]: vaultErrors.missingAccessKey,
  [credentialNames.secret]: vaultErrors.missingSecret,
  [FILE_NAME]: vaultErrors.missingFileName,
  'x-kerberos-storage-provider': vaultErrors.missingProvider,
};

/** Header text arrives as one character for each byte; in truth the bytes are UTF-8. */
function decodeField(name: string, line: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(line, 'latin1'));
  } catch {
    if (name === FILE_NAME) throw vaultErrors.invalidFileName('it is not UTF-8');
    throw vaultErrors.invalidRequest(`The header ${name} is not UTF-8.`);
  }
}

/** The header fields of a call, as Kerberos Vault contract §3 reads them. */
export interface AccountFields {
  readonly credentials: { readonly accessKey: string; readonly secret: string };
  /** Those that the row names, by lower-case names; the empty ones are left out. */
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * Reads the credentials and whatever header fields the row names. Percent sequences are left as they are.
 * `linesOf`: every field line of a lower-case name.
 * @throws {SluiceError} 400 for a field that comes twice, that is not UTF-8, or that is missing though it has to be there.
 */
export function readAccountFields(
  { parameters }: Pick<Route, 'parameters'>,
  linesOf: (name: string) => readonly string[],
): AccountFields {
  const read = (name: string, isRequired: boolean): string => {
    const lines = linesOf(name);
    if (lines.length > 1) throw vaultErrors.invalidRequest(`The header ${name} comes twice.`);
    const text = decodeField(name, lines[0]?.replace(/^[ \t]+|[ \t]+$/g, '') ?? '');
    if (text !== '' || !isRequired) return text;
    throw missing[name]?.() ?? vaultErrors.invalidRequest(`The header ${name} is missing.`);
  };
  const accessKey = read(credentialNames.accessKey, true);
  const secret = read(credentialNames.secret, true);
  const fields = Object.entries<Parameter>(parameters)
    .filter(([, parameter]) => parameter.in === 'header')
    .map(([name, { isRequired = false }]) => [name.toLowerCase(), read(name.toLowerCase(), isRequired)] as const)
    .filter(([, text]) => text !== '');
  return { credentials: { accessKey, secret }, fields: Object.fromEntries(fields) };
}
