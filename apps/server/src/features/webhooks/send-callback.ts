import { encodeUtf8, type MacKey, type SyncCrypto, signWebhook } from '@sluice/access';
import type { OutgoingRequest, SafeFetch } from '../../platform/safe-fetch/create-safe-fetch.ts';
import { traceHeaders } from '../../platform/trace-context.ts';
import { isSluiceError } from '../../ports/sluice-error.ts';
import type { TraceContext } from '../../ports/tracing.ts';
import type { AttemptOutcome } from './delivery-plan.ts';

const ATTEMPT_TIMEOUT_MS = 10_000;
/** What a receiver says beyond its status is not kept; this much of it is waited for. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/** A body on its way to its address. */
export interface OutgoingCallback {
  readonly id: string;
  readonly url: string;
  readonly body: string;
  /** Null for the end of a job. */
  readonly webhookId: string | null;
  /** Whose secret signs the end of a job; null for the operator’s. */
  readonly userId: string | null;
  readonly trace: TraceContext;
}

/** Makes one attempt; never rejects. */
export type SendCallback = (callback: OutgoingCallback) => Promise<AttemptOutcome>;

export interface CallbackSenderParts {
  readonly crypto: SyncCrypto;
  /** The operator’s. */
  readonly secret: MacKey;
  /** That of a user; null where they have none. */
  readonly secretOf: (userId: string) => Promise<MacKey | null>;
  readonly fetch: SafeFetch;
}

/** One `POST`, and how it ended. Never rejects. */
export async function attemptPost(
  fetch: SafeFetch,
  request: Pick<OutgoingRequest, 'url' | 'headers' | 'body' | 'timeoutMs'>,
): Promise<AttemptOutcome> {
  try {
    const { status } = await fetch({ ...request, method: 'POST', maxAnswerBytes: MAX_ANSWER_BYTES });
    return { statusCode: status, error: null };
  } catch (error) {
    return { statusCode: null, error: isSluiceError(error) ? error.message : 'The attempt broke off.' };
  }
}

const unsent = (error: string): AttemptOutcome => ({ statusCode: null, error });

/**
 * Sends callbacks as Vylux contract §10 has them: `X-Signature` over the exact bytes, ten seconds for an answer, no
 * redirects, and the place of the attempt in the trace of its job. `X-Callback-Id` (ours) is the same on every attempt, so that a receiver can tell a repetition. What a user asked for is signed with their secret as it is now, and not sent while they have none.
 */
export function createCallbackSender({ crypto, secret, secretOf, fetch }: CallbackSenderParts): SendCallback {
  return async ({ id, url, body, userId, trace }) => {
    const key = userId === null ? secret : await secretOf(userId).catch(() => undefined);
    if (key === undefined) return unsent('The webhook secret of the user cannot be read.');
    if (key === null) return unsent('The user has no webhook secret to sign with.');
    const bytes = encodeUtf8(body);
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Vylux-Webhook/1.0',
      'x-signature': signWebhook(crypto, key, bytes),
      'x-callback-id': id,
      ...traceHeaders(trace),
    };
    return attemptPost(fetch, { url, headers, body: bytes, timeoutMs: ATTEMPT_TIMEOUT_MS });
  };
}
