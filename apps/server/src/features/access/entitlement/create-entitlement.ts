import { MacKey, type SyncCrypto, signWebhook } from '@sluice/access';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { OutgoingAnswer, SafeFetch } from '../../../platform/safe-fetch/create-safe-fetch.ts';
import type { Clock } from '../../../ports/clock.ts';
import { SluiceError } from '../../../ports/sluice-error.ts';
import type { AskEntitlement, Entitlement, EntitlementQuestion } from './entitlement.ts';
import { createEntitlementMemory } from './entitlement-memory.ts';

export interface EntitlementEndpoint {
  readonly url: string;
  /** Signs the questions as `X-Signature`, in the form of webhooks (Vylux contract §10). */
  readonly secret: string;
  readonly timeoutMs: number;
  /** How long an answer holds; 0 asks every time. */
  readonly cacheMs: number;
}

interface EntitlementParts {
  readonly fetch: SafeFetch;
  readonly crypto: SyncCrypto;
  readonly clock: Clock;
  /** Told of every question that got no answer. */
  readonly reportFailure: (error: unknown) => void;
}

const MAX_ANSWER_BYTES = 16 * 1024;
const Verdict = Type.Object({ entitled: Type.Boolean() });

const questionBody = ({ subject, assetId, tokenId, action }: EntitlementQuestion): Uint8Array =>
  Buffer.from(JSON.stringify({ subject, asset_id: assetId, token_id: tokenId, action }));

/** Nothing but a 200 that says so is an answer. */
function readVerdict({ status, bytes }: OutgoingAnswer): Entitlement {
  const body: unknown = status === 200 ? JSON.parse(Buffer.from(bytes).toString('utf8')) : null;
  if (Value.Check(Verdict, body)) return body.entitled ? 'entitled' : 'not_entitled';
  const message = `The entitlement endpoint answered ${status} without {"entitled": true or false}.`;
  throw new SluiceError('access/entitlement-unreadable', { status: 502, message });
}

/** Asks the endpoint of the back end over HTTP; what it answers holds for a few seconds. */
export function createEntitlement(endpoint: EntitlementEndpoint, parts: EntitlementParts): AskEntitlement {
  const key = MacKey.fromText(endpoint.secret);
  const ask: AskEntitlement = async (question) => {
    const body = questionBody(question);
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Sluice-Entitlement/1',
      'x-signature': signWebhook(parts.crypto, key, body),
    };
    const call = { url: endpoint.url, method: 'POST', headers, body, timeoutMs: endpoint.timeoutMs } as const;
    try {
      return readVerdict(await parts.fetch({ ...call, maxAnswerBytes: MAX_ANSWER_BYTES }));
    } catch (error) {
      parts.reportFailure(error);
      return 'unknown';
    }
  };
  return createEntitlementMemory(ask, parts.clock, endpoint.cacheMs);
}
