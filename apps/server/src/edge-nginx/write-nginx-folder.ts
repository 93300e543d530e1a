import { chmod, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SluiceError } from '../ports/sluice-error.ts';
import { nginxConfiguration } from './nginx-configuration.ts';
import type { NginxSettings } from './nginx-settings.ts';

const GATE = fileURLToPath(new URL('../../njs/dist/gate.js', import.meta.url));

/** Writes what nginx is started from: its configuration (mode 0600, it holds a secret) and the compiled gate. */
export async function writeNginxFolder(settings: NginxSettings): Promise<void> {
  const { folder } = settings;
  await mkdir(join(folder, 'temp'), { recursive: true });
  await copyFile(GATE, join(folder, 'gate.js')).catch((cause: unknown) => {
    const message = 'The gate for nginx is not built: run `npm run sluice` or `node apps/server/njs/build.ts`.';
    throw new SluiceError('edge/gate-missing', { status: 500, message, cause });
  });
  const file = join(folder, 'nginx.conf');
  await writeFile(file, nginxConfiguration(settings), { mode: 0o600 });
  await chmod(file, 0o600);
}
