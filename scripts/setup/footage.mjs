import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './run-command.mjs';
import { giveUp, say } from './say.mjs';

/** Debian packages that carry real footage and photographs; they are unpacked, not installed. */
const PACKAGES = ['forensics-samples-files', 'python3-imageio'];

/** Unpacks real footage for the tests into `.cache/footage/`. */
export async function ensureFootage(root) {
  const folder = join(root, '.cache', 'footage');
  if (existsSync(folder)) return;
  say(`fetching real footage for the tests: ${PACKAGES.join(' ')}`);
  mkdirSync(join(root, '.cache'), { recursive: true });
  const work = mkdtempSync(join(root, '.cache', 'footage-'));
  const quiet = { cwd: work, stdio: ['ignore', 'ignore', 'inherit'] };
  let status = await runCommand('apt-get', ['-qq', '-o', 'APT::Sandbox::User=root', 'download', ...PACKAGES], quiet);
  if (status !== 0) {
    await runCommand('apt-get', ['-qq', 'update'], quiet);
    status = await runCommand('apt-get', ['-qq', '-o', 'APT::Sandbox::User=root', 'download', ...PACKAGES], quiet);
  }
  if (status !== 0) giveUp('the footage could not be fetched from Debian; see above.');
  for (const name of readdirSync(work).filter((file) => file.endsWith('.deb'))) {
    if ((await runCommand('dpkg-deb', ['-x', name, 'files'], quiet)) !== 0) giveUp(`${name} could not be unpacked.`);
  }
  renameSync(join(work, 'files'), folder);
  rmSync(work, { recursive: true, force: true });
}
