import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { mediaWorkerFile } from './media-worker-file.mjs';

/**
 * Tells the server where the media server's worker is, and begins to bring it where it is not: nothing waits for that,
 * rooms answer 503 until then. A worker that the operator names is left alone.
 */
export function bringMediaWorker(root) {
  if (process.env.MEDIASOUP_WORKER_BIN) return {};
  const file = mediaWorkerFile(root);
  if (!existsSync(file)) {
    const options = { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] };
    spawn(process.execPath, [join(root, 'scripts/setup/media-worker.mjs')], options).unref();
  }
  return { MEDIASOUP_WORKER_BIN: file };
}
