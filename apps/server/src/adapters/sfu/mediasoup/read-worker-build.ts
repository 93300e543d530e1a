import { createReadStream, existsSync } from 'node:fs';
import { version, workerBin } from 'mediasoup';
import type { EngineBuild } from '../../../ports/sfu.ts';

/** Debian's library, which a worker of our build files loads; upstream's has everything in itself. */
const SYSTEM_LIBRARY = 'libsrtp2.so';

async function loadsSystemLibraries(file: string): Promise<boolean> {
  let tail = '';
  for await (const bytes of createReadStream(file, { encoding: 'latin1', highWaterMark: 1 << 20 })) {
    const text = tail + bytes;
    if (text.includes(SYSTEM_LIBRARY)) return true;
    tail = text.slice(-SYSTEM_LIBRARY.length);
  }
  return false;
}

/** Which worker is run; null while it is not there. `file`: empty for the one that the package's install script puts. */
export async function readWorkerBuild(file: string): Promise<EngineBuild | null> {
  const program = file === '' ? workerBin : file;
  if (!existsSync(program)) return null;
  return { version, kind: (await loadsSystemLibraries(program)) ? 'compiled' : 'prebuilt' };
}
