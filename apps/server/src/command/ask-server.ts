import { ApiError, createClient, type SluiceClient } from '@sluice/client';
import type { Config } from '../config/index.ts';
import { SluiceError } from '../ports/sluice-error.ts';

const isEverywhere = (host: string): boolean => host === '0.0.0.0' || host === '::';

/** Where the server of this configuration answers the operator: on its own machine. */
function addressOf({ HOST, PORT }: Config): string {
  const host = isEverywhere(HOST) ? 'localhost' : HOST;
  return `http://${host.includes(':') ? `[${host}]` : host}:${PORT}`;
}

/** Has the running server of this configuration do something. `deed`: a verb, for the sentence that tells of a refusal. */
export async function askServer<T>(
  config: Config,
  deed: string,
  ask: (client: SluiceClient) => Promise<T>,
): Promise<T> {
  const baseUrl = addressOf(config);
  try {
    return await ask(createClient({ baseUrl, apiKey: config.API_KEY }));
  } catch (cause) {
    if (!(cause instanceof ApiError)) throw cause;
    const message =
      cause.status === 0
        ? `No server answers at ${baseUrl}. Start one with the same HOST, PORT and DATA_DIR, then ask again.`
        : `The server at ${baseUrl} refuses to ${deed}: ${cause.message}`;
    throw new SluiceError('command/refused', { status: 500, message, cause });
  }
}
