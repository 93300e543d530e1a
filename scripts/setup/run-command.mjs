import { spawn, spawnSync } from 'node:child_process';

/** Runs a command to its end, its output shown; resolves to its exit status. */
export function runCommand(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    const forward = (signal) => child.kill(signal);
    // A terminal sends Ctrl-C to the child as well: it decides how to end, we wait for it.
    const wait = () => {};
    process.on('SIGTERM', forward);
    process.on('SIGHUP', forward);
    process.on('SIGINT', wait);
    child.on('error', reject);
    child.on('close', (status, signal) => {
      process.off('SIGTERM', forward);
      process.off('SIGHUP', forward);
      process.off('SIGINT', wait);
      resolve(status ?? (signal === null ? 1 : 130));
    });
  });
}

/** True when the command is found on PATH. */
export function hasCommand(name) {
  return spawnSync('sh', ['-c', 'command -v "$1"', 'sh', name], { stdio: 'ignore' }).status === 0;
}
