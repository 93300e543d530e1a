import { encodeUtf8, type SyncCrypto, signEvent } from '@sluice/access';
import type { SafeFetch } from '../../platform/safe-fetch/create-safe-fetch.ts';
import { traceHeaders } from '../../platform/trace-context.ts';
import { type Clock, unixSeconds } from '../../ports/clock.ts';
import { attemptPost, type SendCallback } from './send-callback.ts';

/** Mux contract §13.1. */
const ATTEMPT_TIMEOUT_MS = 5000;

export interface EventSenderParts {
  readonly crypto: SyncCrypto;
  readonly clock: Clock;
  readonly fetch: SafeFetch;
  /** Secrets of a webhook that are in force, the newest first. */
  readonly loadSecrets: (webhookId: string) => Promise<readonly string[]>;
}

/**
 * Sends events as Mux contract §13 has them: signed anew on each attempt, for receivers refuse what was signed more than
 * five minutes ago.
 */
export function createEventSender({ crypto, clock, fetch, loadSecrets }: EventSenderParts): SendCallback {
  return async ({ url, body, webhookId, trace }) => {
    const secrets = await loadSecrets(webhookId ?? '');
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Sluice-Webhook/1.0',
      'mux-signature': signEvent(crypto, secrets, unixSeconds(clock), body),
      ...traceHeaders(trace),
    };
    return attemptPost(fetch, { url, headers, body: encodeUtf8(body), timeoutMs: ATTEMPT_TIMEOUT_MS });
  };
}
