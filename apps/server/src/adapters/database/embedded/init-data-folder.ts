import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { runProcess } from '../../../platform/process-runner.ts';
import { createTempSpace } from '../../../platform/temp-space.ts';
import { databaseUnavailable } from '../database-errors.ts';
import type { PostgresBinaries } from './find-binaries.ts';
import type { CommandLine } from './unprivileged.ts';

/** The one role and its database; who reaches the socket is this role. */
export const EMBEDDED_USER = 'sluice';

const INITDB_OPTIONS = [
  `--username=${EMBEDDED_USER}`,
  '--encoding=UTF8',
  // Bytes decide the order, on every machine alike; the system's locales do not matter.
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C',
  '--auth-local=trust',
  '--auth-host=reject',
  '--no-instructions',
];

/**
 * Makes the data folder when there is none: beside its place first, then by one rename. Of several
 * processes doing so at once, one wins and the others find its folder.
 */
export async function initDataFolder(
  dataDir: string,
  dataFolder: string,
  binaries: PostgresBinaries,
  confine: (inner: CommandLine) => CommandLine,
): Promise<void> {
  if (existsSync(join(dataFolder, 'PG_VERSION'))) return;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await createTempSpace(join(dataDir, 'postgres-init')).use('initdb', async (folder) => {
    const fresh = join(folder, 'data');
    const command = confine({ command: binaries.initdb, args: ['-D', fresh, ...INITDB_OPTIONS] });
    const exit = await runProcess({ ...command, env: binaries.env, timeoutMs: 120_000 });
    if (exit.code !== 0) {
      throw databaseUnavailable('The embedded database could not be created in DATA_DIR.', exit.stderr);
    }
    await rename(fresh, dataFolder).catch((error: NodeJS.ErrnoException) => {
      const hasLost = error.code === 'ENOTEMPTY' || error.code === 'EEXIST';
      if (!hasLost) throw error;
    });
  });
}
