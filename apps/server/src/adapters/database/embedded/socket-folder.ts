import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseUnavailable } from '../database-errors.ts';

/** The address of a unix socket holds 107 bytes on Linux (unix(7)); the file's own name takes 14 of them. */
const MAX_FOLDER_BYTES = 90;

/**
 * The private folder of the server's socket: below `dataDir`, or where that path is too long, one named
 * after it in `runtimeDir`. Who can enter it is who may use the database.
 */
export async function prepareSocketFolder(dataDir: string, runtimeDir = tmpdir()): Promise<string> {
  const near = join(dataDir, 'postgres-socket');
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  const folder = Buffer.byteLength(near) <= MAX_FOLDER_BYTES ? near : join(runtimeDir, `sluice-${name}`);
  await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const stats = await lstat(folder);
  // In a folder that everybody may write, somebody else could have been first.
  if (!stats.isDirectory() || stats.uid !== process.getuid?.()) {
    throw databaseUnavailable(
      'The folder for the database’s socket belongs to somebody else: choose a shorter DATA_DIR.',
    );
  }
  if ((stats.mode & 0o077) !== 0) await chmod(folder, 0o700);
  return folder;
}
