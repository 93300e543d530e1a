import { createHmac, randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from './config-error.ts';

/** Settings that get a random value on first start. */
export const generatedNames = [
  'API_KEY',
  'HMAC_SECRET',
  'KEY_TOKEN_SECRET',
  'WEBHOOK_SECRET',
  'ENCRYPTION_KEY',
  'EDGE_SECRET',
  'OBJECT_URL_SECRET',
] as const;
type GeneratedSecrets = Readonly<Record<(typeof generatedNames)[number], string>>;

const isErrorCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

/**
 * A file of an earlier version lacks what is newer. That is derived from the whole of what the file holds, so that all
 * processes agree without writing to it: nobody who does not know every secret of the file knows this one.
 */
function completed(found: Partial<GeneratedSecrets>): GeneratedSecrets {
  const held = Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1));
  const derived = (name: string): string =>
    createHmac('sha256', JSON.stringify(held)).update(`sluice generated secret ${name}`).digest('hex');
  return Object.fromEntries(generatedNames.map((name) => [name, found[name] ?? derived(name)])) as GeneratedSecrets;
}

async function readSecrets(file: string): Promise<GeneratedSecrets | null> {
  let body: string;
  try {
    body = await readFile(file, 'utf8');
  } catch (error) {
    if (isErrorCode(error, 'ENOENT')) return null;
    throw new ConfigError([`${file} cannot be read; check who owns it`]);
  }
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === 'object' && parsed !== null) return completed(parsed as Partial<GeneratedSecrets>);
  } catch {
    // Told below: the file holds secrets, so nothing of it may be repeated.
  }
  throw new ConfigError([
    `${file} is damaged; restore it from a backup, since stored keys cannot be unwrapped without it`,
  ]);
}

const newSecrets = (): GeneratedSecrets =>
  Object.fromEntries(generatedNames.map((name) => [name, randomBytes(32).toString('hex')])) as GeneratedSecrets;

/**
 * The secrets of `dataDir`/secrets.json, made at the first start with mode 0600.
 * Two processes that start at once agree: the file appears whole, under a name that only one can take.
 */
export async function loadGeneratedSecrets(dataDir: string): Promise<GeneratedSecrets> {
  const file = join(dataDir, 'secrets.json');
  const found = await readSecrets(file);
  if (found !== null) return found;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, `${JSON.stringify(newSecrets(), null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  try {
    await link(draft, file);
  } catch (error) {
    if (!isErrorCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(draft, { force: true });
  }
  const settled = await readSecrets(file);
  if (settled === null) throw new ConfigError([`${file} disappeared while it was made`]);
  return settled;
}
