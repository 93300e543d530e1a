import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Logger } from '../../../platform/logger.ts';
import { type Clock, unixSeconds } from '../../../ports/clock.ts';
import { noStore, type RouteHandler } from '../../../ports/http-exchange.ts';
import { SluiceError } from '../../../ports/sluice-error.ts';
import type { CheckSpaceToken } from '../check-space-token.ts';

const Id = Type.String({ maxLength: 255 });

/** What a client says of the call that it was in (Mux contract §5.7). */
const Score = Type.Object({
  connection_id: Id,
  space_id: Id,
  session_id: Id,
  participant_id: Id,
  acr_score: Type.Integer({ minimum: 1, maximum: 5 }),
});

export interface ScoreParts {
  readonly checkToken: CheckSpaceToken;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'info'>;
  countScore(score: number): void;
}

const badScore = (): SluiceError =>
  new SluiceError('spaces/bad-score', { status: 400, message: 'The body is no score of a call.' });

const MAX_BYTES = 4096;

async function readText(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) throw badScore();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseScore(text: string) {
  try {
    return Value.Parse(Score, JSON.parse(text));
  } catch {
    throw badScore();
  }
}

/** Takes the score that a participant gives to the quality of a call; the token in the path says who may. */
export function scoreHandlers({ checkToken, clock, log, countScore }: ScoreParts) {
  const submitScore: RouteHandler = async ({ params, bodyStream }) => {
    const admission = await checkToken(params.token ?? '', unixSeconds(clock));
    if (!admission.ok) throw new SluiceError('spaces/bad-token', { status: 401, message: admission.sentence });
    const score = parseScore(await readText(bodyStream));
    if (score.space_id !== admission.space.id) throw badScore();
    countScore(score.acr_score);
    log.info(score, 'a participant scored a call');
    return { status: 200, headers: noStore, body: { kind: 'json', value: {} } };
  };
  return { submitScore };
}
