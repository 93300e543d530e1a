import { Value } from 'typebox/value';
import { type FieldFault, fieldFaults } from './field-faults.ts';
import { credentialFields, type ProviderType, providerFields, StorageName } from './storage-schemas.ts';

/** A provider as it is kept: what may be seen, and what may not. */
export interface ProviderForm {
  readonly type: ProviderType;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly credentials: Readonly<Record<string, string>>;
}

export type ProviderParsing =
  | { readonly ok: true; readonly provider: ProviderForm }
  | { readonly ok: false; readonly faults: readonly FieldFault[] };

type Fields = Readonly<Record<string, unknown>>;

/** Other common names of fields, by type. */
const aliases: Readonly<Record<ProviderType, Readonly<Record<string, string>>>> = {
  fs: { path: 'root', directory: 'root' },
  s3: { forcePathStyle: 'pathStyle', accessKey: 'accessKeyId', secretKey: 'secretAccessKey' },
  gcs: {
    client_email: 'clientEmail',
    private_key: 'privateKey',
    accessKeyId: 'accessId',
    secretAccessKey: 'secret',
  },
  azure: { accountName: 'account', bucket: 'container' },
};

const types: Readonly<Record<string, ProviderType>> = { fs: 'fs', local: 'fs', s3: 's3', gcs: 'gcs', azure: 'azure' };

/** The names that the embedded stores have: nobody else can. */
export const embeddedProviders: readonly string[] = ['source', 'media'];

/** The type of that name; null for none. */
export const parseProviderType = (text: unknown): ProviderType | null =>
  typeof text === 'string' && Object.hasOwn(types, text) ? (types[text] ?? null) : null;

/** Whether an account or a provider may have this name; `.` and `..` cannot be a segment of a path. */
export const isStorageName = (name: unknown): name is string =>
  Value.Check(StorageName, name) && name.isWellFormed() && name !== '.' && name !== '..';

/** The fields of a service account out of its key file. */
function unpackKey(type: ProviderType, { key, ...fields }: Fields): Fields {
  if (type !== 'gcs' || typeof key !== 'object' || key === null) return key === undefined ? fields : { ...fields, key };
  const { client_email: clientEmail, private_key: privateKey } = key as Fields;
  return { ...fields, clientEmail, privateKey };
}

function rename(type: ProviderType, fields: Fields): Fields {
  const names = aliases[type];
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [Object.hasOwn(names, name) ? (names[name] ?? name) : name, value]),
  );
}

const isSet = (fields: Fields, ...names: readonly string[]): boolean =>
  names.every((name) => fields[name] !== undefined);

/** Each of both pairs whole or not at all, and one of them at least. */
function hasGoogleCredentials(fields: Fields): boolean {
  const pairs = [['clientEmail', 'privateKey'] as const, ['accessId', 'secret'] as const];
  const given = pairs.filter((pair) => pair.some((name) => isSet(fields, name)));
  return given.length > 0 && given.every((pair) => isSet(fields, ...pair));
}

const fault = (place: string, message: string): FieldFault => ({ place, message });

/** What a schema of single fields cannot say. */
function contradictions(type: ProviderType, fields: Fields, mayNameAnyFolder: boolean): readonly FieldFault[] {
  if (type === 'gcs' && !hasGoogleCredentials(fields))
    return [fault('', 'needs clientEmail and privateKey, or accessId and secret, or all four')];
  if (type === 'azure' && isSet(fields, 'accountKey') === isSet(fields, 'sasToken'))
    return [fault('', 'needs accountKey or sasToken, and not both')];
  const { root } = fields;
  if (type !== 'fs' || typeof root !== 'string') return [];
  if (root.split('/').includes('..')) return [fault('/root', 'must not climb with “..”')];
  if (root.startsWith('/') && !mayNameAnyFolder)
    return [fault('/root', 'must be relative here, below DATA_DIR/providers; BOOTSTRAP_FILE may name any folder')];
  return [];
}

/**
 * The fields of a provider of `type`, by their own or other common names, undefined ones left out.
 * `mayNameAnyFolder`: whoever asks may give the server any folder of its machine.
 */
export function parseProviderFields(type: ProviderType, given: Fields, mayNameAnyFolder: boolean): ProviderParsing {
  const fields = Object.fromEntries(
    Object.entries(rename(type, unpackKey(type, given))).filter(([, value]) => value !== undefined),
  );
  const schema = providerFields[type];
  if (!Value.Check(schema, fields)) {
    return { ok: false, faults: fieldFaults(schema, fields) };
  }
  const faults = contradictions(type, fields, mayNameAnyFolder);
  if (faults.length > 0) return { ok: false, faults };
  const entries = Object.entries(fields);
  return {
    ok: true,
    provider: {
      type,
      settings: Object.fromEntries(entries.filter(([name]) => !credentialFields.has(name))),
      credentials: Object.fromEntries(
        entries.filter(([name]) => credentialFields.has(name)).map(([name, value]) => [name, String(value)]),
      ),
    },
  };
}

/** The provider with some fields changed; null takes one away. Where one credential is given, the old ones all go. */
export function changeProviderFields({ type, settings, credentials }: ProviderForm, changes: Fields): ProviderParsing {
  const renamed = rename(type, unpackKey(type, changes));
  const replacesCredentials = Object.keys(renamed).some((name) => credentialFields.has(name));
  const merged = { ...settings, ...(replacesCredentials ? {} : credentials), ...renamed };
  const kept = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
  return parseProviderFields(type, kept, renamed.root === undefined);
}
