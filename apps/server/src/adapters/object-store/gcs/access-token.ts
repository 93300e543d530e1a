import type { JWT } from 'google-auth-library';
import type { GcsServiceAccount } from '../../../ports/provider-settings.ts';
import { storageUnavailable } from '../storage-errors.ts';

/** Gives a valid OAuth token, as often as it is asked; rejects with `storage/unavailable`. */
export type AccessToken = () => Promise<string>;

export interface AccessTokenOptions extends GcsServiceAccount {
  /** Default: Google's. */
  readonly tokenUrl?: string;
  /** The longest wait for an answer. */
  readonly timeoutMs: number;
}

const TOKEN_URL = 'https://oauth2.googleapis.com/token';
const SCOPE = 'https://www.googleapis.com/auth/devstorage.read_write';
/** A token this close to its end is fetched anew: a request takes a while to arrive. */
const EARLY_MS = 60_000;

/**
 * Tokens of a service account, for one request with a signed assertion each (RFC 7523). One is kept until shortly before
 * its end, and fetched once for all who wait. A failure is told at once: whoever uses the store repeats its calls.
 */
export function createAccessToken(options: AccessTokenOptions): AccessToken {
  const host = new URL(options.tokenUrl ?? TOKEN_URL).host;
  let client: Promise<JWT> | undefined;
  return async () => {
    // The library takes a while to load: only a process that uses such an account pays for it.
    client ??= openClient(options);
    const { token } = await (await client).getAccessToken().catch((error: unknown) => {
      throw explainTokenError(host, error);
    });
    if (!token) throw storageUnavailable(`${host} answered without an access token: try again later.`, undefined);
    return token;
  };
}

async function openClient({ clientEmail, privateKey, tokenUrl, timeoutMs }: AccessTokenOptions): Promise<JWT> {
  const { JWT } = await import('google-auth-library');
  const client = new JWT({
    email: clientEmail,
    key: privateKey,
    scopes: SCOPE,
    eagerRefreshThresholdMillis: EARLY_MS,
    transporterOptions: { timeout: timeoutMs, retryConfig: { retry: 0, noResponseRetries: 0 } },
  });
  if (tokenUrl !== undefined) {
    const elsewhere = { resolved: async <T extends { url: URL }>(asked: T) => ({ ...asked, url: new URL(tokenUrl) }) };
    client.transporter.interceptors.request.add(elsewhere);
  }
  return client;
}

/** The part of the library's error that says what happened; the rest of it carries the whole exchange. */
interface TokenFailure {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly response?: { readonly status?: number; readonly data?: unknown };
}

const DETAIL_CHARS = 300;

function explainTokenError(host: string, error: unknown): Error {
  const { response, name, code, message } = (error ?? {}) as TokenFailure;
  if (response?.status === undefined) {
    return storageUnavailable(`${host} does not answer: check the network.`, new Error(`${name} ${code}: ${message}`));
  }
  const { status, data } = response;
  // RFC 6749 §5.2
  const refusal = (typeof data === 'object' ? data : null) as { error?: unknown; error_description?: unknown } | null;
  if (status >= 500 || typeof refusal?.error !== 'string') {
    return storageUnavailable(`${host} answered with an error (${status}): try again later.`, undefined);
  }
  const detail = `${refusal.error}: ${refusal.error_description ?? ''}`.slice(0, DETAIL_CHARS);
  const sentence = `${host} gives the service account no token: check its key, whether it is enabled, and the clock.`;
  return storageUnavailable(sentence, new Error(detail));
}
