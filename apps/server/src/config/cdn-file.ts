import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Value } from 'typebox/value';
import type { CdnSettings } from '../ports/cdn-settings.ts';
import { type CdnEntry, cdnSchemas, type SecretPlace } from './cdn-file-schema.ts';
import { openCdnEntry } from './open-cdn-entry.ts';
import type { SecretUse } from './shared-secrets.ts';

/** What `CDN_FILE` says, or everything that is wrong with it. No problem holds a secret. */
export interface CdnFile {
  readonly cdns: readonly CdnSettings[];
  readonly secrets: readonly SecretUse[];
  readonly problems: readonly string[];
}

const nothing: CdnFile = { cdns: [], secrets: [], problems: [] };
const failed = (problem: string): CdnFile => ({ ...nothing, problems: [problem] });

const isAdapter = (name: unknown): name is keyof typeof cdnSchemas =>
  typeof name === 'string' && Object.hasOwn(cdnSchemas, name);

/** The entry, or what its form lacks. `place` names it. */
function checkEntry(value: unknown, place: string): CdnEntry | readonly string[] {
  const { adapter } = (value ?? {}) as { readonly adapter?: unknown };
  if (!isAdapter(adapter)) return [`${place} adapter must be one of ${Object.keys(cdnSchemas).join(', ')}`];
  const schema = cdnSchemas[adapter];
  if (Value.Check(schema, value)) return value;
  const errors = [...Value.Errors(schema, value)]
    // Each property that is too much is told of by itself.
    .filter(({ keyword }) => keyword !== 'additionalProperties')
    .map(({ keyword, instancePath, message }) => {
      const field = instancePath.slice(1).replaceAll('/', '.');
      return [place, field, keyword === 'boolean' ? 'is not known here' : message].filter(Boolean).join(' ');
    });
  return [...new Set(errors)];
}

/** Reads a secret that stands there or in a file beside `folder`; null, with a problem told, where it cannot be had. */
async function readSecret(place: SecretPlace, folder: string, tell: (problem: string) => void): Promise<string | null> {
  if (typeof place === 'string') return place;
  try {
    return (await readFile(resolve(folder, place.file), 'utf8')).replace(/\r?\n$/, '');
  } catch {
    tell(`names the file ${place.file}, which cannot be read`);
    return null;
  }
}

async function readEntries(file: string): Promise<readonly unknown[] | string> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    return `CDN_FILE names ${file}, which cannot be read`;
  }
  try {
    const { cdns } = JSON.parse(text) as { readonly cdns?: unknown };
    if (Array.isArray(cdns)) return cdns;
  } catch {
    // Told below: the file holds secrets, so nothing of it may be repeated.
  }
  return `CDN_FILE names ${file}, which must be JSON such as {"cdns": [{"name": …}]}`;
}

function repeatedNames(cdns: readonly CdnSettings[]): string[] {
  const names = cdns.map(({ name }) => name);
  const repeated = names.filter((name, index) => names.indexOf(name) < index);
  const reserved = names.includes('edge') ? ['CDN_FILE: the name edge is taken by this deployment itself'] : [];
  return [...reserved, ...new Set(repeated.map((name) => `CDN_FILE: the name ${name} is used twice`))];
}

/** The CDNs of `file`, an absolute path, with every secret that it names. Empty for no file. */
export async function readCdnFile(file: string): Promise<CdnFile> {
  if (file === '') return nothing;
  const entries = await readEntries(file);
  if (typeof entries === 'string') return failed(entries);
  const cdns: CdnSettings[] = [];
  const secrets: SecretUse[] = [];
  const problems: string[] = [];
  for (const [index, value] of entries.entries()) {
    const place = `CDN_FILE cdns[${index}]`;
    const entry = checkEntry(value, place);
    if (!('adapter' in entry)) {
      problems.push(...entry);
      continue;
    }
    const tell = (problem: string): void => void problems.push(`${place} (${entry.name}) ${problem}`);
    const opened = await openCdnEntry(entry, (secret) => readSecret(secret, dirname(file), tell), tell);
    if (opened === null) continue;
    cdns.push(opened.settings);
    secrets.push(...opened.secrets);
  }
  return { cdns, secrets, problems: [...problems, ...repeatedNames(cdns)] };
}
