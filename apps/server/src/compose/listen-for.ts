import type { Config, Role } from '../config/index.ts';
import { type createApp, listen } from '../http/index.ts';
import type { Logger } from '../platform/logger.ts';
import { isSluiceError } from '../ports/sluice-error.ts';

type App = ReturnType<typeof createApp>;

interface Listening {
  readonly config: Config;
  readonly log: Logger;
}

/** Of use to machines alone, so a worker does its work without: several of them may share one address. */
async function listenAsWorker(app: App, { config, log }: Listening): Promise<string> {
  const { HOST, WORKER_METRICS_PORT: port } = config;
  if (port === 0) return '';
  try {
    return await listen(app, HOST, port);
  } catch (err) {
    if (!isSluiceError(err, 'http/cannot-listen')) throw err;
    log.warn({ err, port }, 'health and metrics of this worker are not to be had: set WORKER_METRICS_PORT');
    return '';
  }
}

/** Listens where these roles are to be found; the address, or nothing for a worker that listens nowhere. */
export function listenFor(roles: readonly Role[], app: App, listening: Listening): Promise<string> {
  const { HOST, PORT } = listening.config;
  return roles.every((role) => role === 'worker') ? listenAsWorker(app, listening) : listen(app, HOST, PORT);
}
