import { ApiError, createClient, type SluiceClient } from '@sluice/client';
import type { Config } from '../config/index.ts';
import { SluiceError } from '../ports/sluice-error.ts';

const isEverywhere = (host: string): boolean => host === '0.0.0.0' || host === '::';

/** Where the server of this configuration answers the operator: on its own machine. */
function addressOf({ HOST, PORT }: Config): string {
  const host = isEverywhere(HOST) ? 'localhost' : HOST;
  return `http://${host.includes(':') ? `[${host}]` : host}:${PORT}`;
}

/** The answer of the running server to the operator; a refusal to `what` becomes a sentence for a terminal. */
export async function askServer<T>(
  config: Config,
  what: string,
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
        : `The server at ${baseUrl} refuses to ${what}: ${cause.message}`;
    throw new SluiceError(`command/cannot-${what}`, { status: 500, message, cause });
  }
}
