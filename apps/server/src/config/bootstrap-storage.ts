import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  BootstrapAccountForm,
  embeddedProviders,
  type FieldFault,
  fieldFaults,
  isStorageName,
  parseProviderFields,
  parseProviderType,
} from '@sluice/contract';
import { Value } from 'typebox/value';
import type { BootstrapAccount, BootstrapProvider, BootstrapStorage } from '../ports/bootstrap.ts';

/** The sections of storage, or everything that is wrong with them, each with its place. Nothing given is repeated. */
export interface StorageSections extends BootstrapStorage {
  readonly problems: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;
type Read<T> = { readonly value: T } | { readonly faults: readonly FieldFault[] };

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const faulty = (place: string, message: string) => ({ faults: [{ place, message }] });

function readProvider(given: unknown): Read<BootstrapProvider> {
  if (!isObject(given)) return faulty('', 'must be an object');
  const { name, type, ...fields } = given;
  if (!isStorageName(name)) return faulty('/name', 'must be 1 to 100 plain characters');
  if (embeddedProviders.includes(name)) return faulty('/name', 'is that of a provider which the settings describe');
  const known = parseProviderType(type);
  if (known === null) return faulty('/type', 'must be fs, s3, gcs or azure');
  const parsed = parseProviderFields(known, fields, true);
  return parsed.ok ? { value: { name, form: parsed.provider } } : { faults: parsed.faults };
}

function readAccount(given: unknown): Read<BootstrapAccount> {
  if (!Value.Check(BootstrapAccountForm, given)) {
    return { faults: fieldFaults(BootstrapAccountForm, given) };
  }
  if (!isStorageName(given.name)) return faulty('/name', 'must be 1 to 100 plain characters');
  const { name, accessKey, secretAccessKey, provider, providers = [], directory = '*', enabled } = given;
  const { dayLimit = 0, derive = [] } = given;
  return {
    value: {
      ...{ name, accessKey, secretAccessKey, provider, providers, directory },
      enabled: enabled ?? null,
      ...{ dayLimit, derive },
    },
  };
}

/** The key file of a service account in the place of its path, relative to `folder`. */
async function unpackKeyFile(given: unknown, folder: string): Promise<unknown> {
  if (!isObject(given) || typeof given.keyFile !== 'string') return given;
  const { keyFile, ...fields } = given;
  const key: unknown = await readFile(resolve(folder, keyFile), 'utf8')
    .then(JSON.parse)
    .catch(() => null);
  // A key that is none has no fields, which is what is told then.
  return { ...fields, key: isObject(key) ? key : {} };
}

function readAll<T>(section: string, given: readonly unknown[], read: (each: unknown) => Read<T>) {
  const values: T[] = [];
  const problems: string[] = [];
  for (const [index, each] of given.entries()) {
    const result = read(each);
    if ('value' in result) values.push(result.value);
    else problems.push(...result.faults.map(({ place, message }) => `/${section}/${index}${place} ${message}`));
  }
  return { values, problems };
}

const repeated = (texts: readonly string[], what: string): readonly string[] =>
  new Set(texts).size === texts.length ? [] : [`has ${what} twice`];

/** Reads the lists `providers` and `accounts`. `folder`: that of the file, for paths in it. */
export async function readStorageSections(
  given: { readonly providers: readonly unknown[]; readonly accounts: readonly unknown[] },
  folder: string,
): Promise<StorageSections> {
  const unpacked = await Promise.all(given.providers.map((each) => unpackKeyFile(each, folder)));
  const providers = readAll('providers', unpacked, readProvider);
  const accounts = readAll('accounts', given.accounts, readAccount);
  const names = (values: readonly { readonly name: string }[]): string[] => values.map(({ name }) => name);
  const problems = [
    ...providers.problems,
    ...accounts.problems,
    ...repeated(names(providers.values), 'a name of a provider'),
    ...repeated(names(accounts.values), 'a name of an account'),
    ...repeated(
      accounts.values.map(({ accessKey }) => accessKey),
      'an accessKey',
    ),
  ];
  return { providers: providers.values, accounts: accounts.values, problems };
}
