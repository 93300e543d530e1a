import { join } from 'node:path';
import { ensureMediaWorker } from '../../../../scripts/setup/media-worker.mjs';

/** Waits for the worker where another process brings it, else brings it. */
export async function setup() {
  process.env.MEDIASOUP_WORKER_BIN ||= await ensureMediaWorker(join(import.meta.dirname, '../../../..'));
}
