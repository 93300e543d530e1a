import { runCommand } from './run-command.mjs';

/** `npm ci` in `folder`: exactly the lockfile, no install scripts. */
export function npmCi(folder) {
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  // Inside an npm script the path of the running npm is known; it need not be on PATH.
  const npm = process.env.npm_execpath;
  const [command, first] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
  return runCommand(command, [...first, ...args], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}
