import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { readBootstrapFile } from './bootstrap-file.ts';
import { readCdnFile } from './cdn-file.ts';
import { ConfigError } from './config-error.ts';
import { loadGeneratedSecrets } from './generated-secrets.ts';
import { parseConfig, settingSecrets } from './parse-config.ts';
import type { Config } from './settings.ts';
import { sharedSecrets } from './shared-secrets.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface ConfigSources {
  /** Wins over the files; the process's own unless a test hands in another. */
  readonly environment?: Environment;
  /** Where `.env` and `.env.local` are looked for. */
  readonly folder?: string;
}

async function readEnvFile(file: string): Promise<Environment> {
  try {
    return parseEnv(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw new ConfigError([`${file} cannot be read`]);
  }
}

/** The settings and what their files say. Throws with every mistake of all. */
async function parseOrThrow(raw: Environment, folder: string): Promise<Config> {
  const parsing = parseConfig(raw);
  const fileOf = (name: 'CDN_FILE' | 'BOOTSTRAP_FILE'): string => {
    const given = raw[name]?.trim() ?? '';
    return given === '' ? '' : resolve(folder, given);
  };
  const { cdns, secrets, problems } = await readCdnFile(fileOf('CDN_FILE'));
  const bootstrap = await readBootstrapFile(fileOf('BOOTSTRAP_FILE'));
  const ofFiles = [...problems, ...bootstrap.problems];
  if (!parsing.ok) throw new ConfigError([...parsing.problems, ...ofFiles]);
  const { config } = parsing;
  const all = [...ofFiles, ...sharedSecrets([...settingSecrets(config), ...secrets])];
  if (all.length > 0) throw new ConfigError(all);
  return {
    ...config,
    cdns,
    bootstrapUsers: bootstrap.users,
    bootstrapStorage: bootstrap.storage,
    bootstrapTokens: bootstrap.accessTokens,
  };
}

/**
 * Settings from the environment, then `.env.local`, then `.env`, then secrets generated into DATA_DIR, then defaults.
 * @throws ConfigError with every mistake.
 */
export async function loadConfig(sources: ConfigSources = {}): Promise<Config> {
  const folder = sources.folder ?? process.cwd();
  const environment = sources.environment ?? process.env;
  const files = { ...(await readEnvFile(join(folder, '.env'))), ...(await readEnvFile(join(folder, '.env.local'))) };
  const given = { ...files, ...environment };
  // Checked before anything is written, so that a wrong DATA_DIR or PORT leaves no trace.
  const early = await parseOrThrow(given, folder);
  // A generated one would be known to nobody.
  if (early.EDGE_ORIGIN !== '' && early.EDGE_SECRET === '') throw new ConfigError(['EDGE_ORIGIN needs EDGE_SECRET']);
  const dataDir = resolve(folder, early.DATA_DIR);
  const config = await parseOrThrow({ ...(await loadGeneratedSecrets(dataDir)), ...withoutEmpty(given) }, folder);
  return {
    ...config,
    DATA_DIR: dataDir,
    SOURCE_DIR: config.SOURCE_DIR === '' ? join(dataDir, 'source') : resolve(folder, config.SOURCE_DIR),
    MEDIA_DIR: config.MEDIA_DIR === '' ? join(dataDir, 'media') : resolve(folder, config.MEDIA_DIR),
  };
}

const withoutEmpty = (environment: Environment): Environment =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''));
