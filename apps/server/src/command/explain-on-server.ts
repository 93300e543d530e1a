import { ApiError, createClient } from '@sluice/client';
import type { Config } from '../config/index.ts';
import { SluiceError } from '../ports/sluice-error.ts';
import type { ExplainQuestion } from './explain-question.ts';
import { formatExplanation } from './format-explanation.ts';

const isEverywhere = (host: string): boolean => host === '0.0.0.0' || host === '::';

/** Where the server of this configuration answers the operator: on its own machine. */
function addressOf({ HOST, PORT }: Config): string {
  const host = isEverywhere(HOST) ? 'localhost' : HOST;
  return `http://${host.includes(':') ? `[${host}]` : host}:${PORT}`;
}

/** The text of `sluice explain`. */
export async function explainOnServer(
  config: Config,
  { url, method, headers, ip, at }: ExplainQuestion,
): Promise<string> {
  const baseUrl = addressOf(config);
  const body = {
    url,
    ...(method === undefined ? {} : { method }),
    ...(headers === undefined ? {} : { headers }),
    ...(ip === undefined ? {} : { ip }),
    ...(at === undefined ? {} : { at }),
  };
  try {
    return formatExplanation(await createClient({ baseUrl, apiKey: config.API_KEY }).explainAccess(body));
  } catch (cause) {
    if (!(cause instanceof ApiError)) throw cause;
    const message =
      cause.status === 0
        ? `No server answers at ${baseUrl}. Start one with the same HOST, PORT and DATA_DIR, then ask again.`
        : `The server at ${baseUrl} refuses to explain: ${cause.message}`;
    throw new SluiceError('command/cannot-explain', { status: 500, message, cause });
  }
}
