import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const script = fileURLToPath(new URL('../../../../packages/player/build.ts', import.meta.url));

/** Brings the files that the server hands to browsers up to date, as set-up does. */
export async function buildPlayerFiles(): Promise<void> {
  await promisify(execFile)(process.execPath, [script]);
}
