import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { npmCi } from './npm.mjs';
import { giveUp, say } from './say.mjs';

const OLDEST_MAJOR = 24;

/** Path of a Node.js that the server runs on: this one when new enough, else one brought into `.runtime/`. */
export async function ensureRuntime(root) {
  if (Number(process.versions.node.split('.')[0]) >= OLDEST_MAJOR) return process.execPath;
  const name = `node-${process.platform}-${process.arch}`;
  const wanted = JSON.parse(readFileSync(join(root, 'runtime/package.json'), 'utf8')).optionalDependencies[name];
  if (wanted === undefined) {
    giveUp(`Node.js ${OLDEST_MAJOR} or newer is needed on ${process.platform} ${process.arch}; please install it.`);
  }
  const folder = join(root, '.runtime');
  const packageFile = join(folder, 'node_modules', name, 'package.json');
  const node = join(dirname(packageFile), 'bin', 'node');
  const isThere = () => existsSync(node) && JSON.parse(readFileSync(packageFile, 'utf8')).version === wanted;
  if (isThere()) return node;
  say(`bringing Node.js ${wanted} into .runtime/ (this one is ${process.versions.node})`);
  mkdirSync(folder, { recursive: true });
  for (const file of ['package.json', 'package-lock.json'])
    copyFileSync(join(root, 'runtime', file), join(folder, file));
  if ((await npmCi(folder)) !== 0 || !isThere())
    giveUp(
      `Node.js ${wanted} could not be brought from the npm registry: see that it can be reached, or install Node.js ${OLDEST_MAJOR}.`,
    );
  return node;
}
