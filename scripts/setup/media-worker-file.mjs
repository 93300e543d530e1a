import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, relative } from 'node:path';

/** Our build files of the worker, for CMake. */
export const buildFolder = (root) => join(root, 'apps/server/native/mediasoup-worker');

/** The installed npm package that brings the worker's sources. */
export const mediasoupFolder = (root) => join(root, 'node_modules/mediasoup');

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/**
 * Where the worker of this checkout's mediasoup is or will be: outside of the clone, so that another clone finds it, and
 * under a name that changes with mediasoup's version, our build files and the machine's kind.
 */
export function mediaWorkerFile(root) {
  const { version } = JSON.parse(readFileSync(join(mediasoupFolder(root), 'package.json'), 'utf8'));
  const hash = createHash('sha256');
  const folder = buildFolder(root);
  for (const file of filesBelow(folder)) hash.update(`${relative(folder, file)}\0`).update(readFileSync(file));
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const name = `${version}-${process.platform}-${process.arch}-${hash.digest('hex').slice(0, 12)}`;
  return join(cache, 'sluice', 'media-worker', name, 'mediasoup-worker');
}
