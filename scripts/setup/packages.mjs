import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmCi } from './npm.mjs';
import { giveUp, say } from './say.mjs';

/** Installs the lockfile's packages unless exactly these are there. */
export async function ensurePackages(root) {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = join(root, 'node_modules', '.sluice-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  say('installing the packages of package-lock.json');
  if ((await npmCi(root)) !== 0) giveUp('the packages could not be installed from the npm registry; see above.');
  writeFileSync(stamp, lock);
}
