import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const script = fileURLToPath(new URL('../../../../packages/spaces/build.ts', import.meta.url));

/** Brings the SDK and the page of spaces up to date, as set-up does. */
export async function buildSpacesFiles(): Promise<void> {
  await promisify(execFile)(process.execPath, [script]);
}
