import { EdgeSync } from '@sluice/contract';
import { Value } from 'typebox/value';
import { syncTarget } from '../ports/edge-origin.ts';
import { SluiceError } from '../ports/sluice-error.ts';

/** What an edge already has. */
export interface SyncPosition {
  /** `next_seq` of the last answer; null: nothing yet. */
  readonly since: number | null;
  /** Version of the key set in force; null: none yet. */
  readonly keys: string | null;
}

export interface SyncQuestion extends SyncPosition {
  readonly origin: URL;
  readonly secret: string;
  readonly node: string;
  /** How long the origin may wait for news. */
  readonly waitSeconds: number;
  readonly signal: AbortSignal;
}

/** How much longer than asked for an answer may take before the connection counts as dead. */
const GRACE_MS = 10_000;

const failed = (message: string, cause?: unknown): SluiceError =>
  new SluiceError('edge/sync-failed', { status: 502, message, cause });

/** Asks the origin for what is new. Fails with `edge/sync-failed`. */
export async function askSync(question: SyncQuestion): Promise<EdgeSync> {
  const { secret, signal, waitSeconds } = question;
  const deadline = AbortSignal.timeout(waitSeconds * 1000 + GRACE_MS);
  const response = await fetch(new URL(syncTarget(question, question.node), question.origin), {
    headers: { authorization: `Bearer ${secret}` },
    redirect: 'error',
    signal: AbortSignal.any([signal, deadline]),
  }).catch((error: unknown) => {
    throw failed(`The origin ${question.origin.origin} does not answer.`, error);
  });
  if (response.status === 401) throw failed('The origin does not know this edge: EDGE_SECRET differs.');
  if (response.status !== 200) throw failed(`The origin answered ${response.status} to an edge.`);
  const value: unknown = await response.json().catch((error: unknown) => {
    throw failed('The origin answered something that is no JSON.', error);
  });
  if (!Value.Check(EdgeSync, value)) throw failed('The origin answered something that is no news for an edge.');
  return value;
}
