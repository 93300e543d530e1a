import { AcrError } from './errors.ts';

interface Score {
  readonly connection_id: string;
  readonly space_id: string;
  readonly session_id: string;
  readonly participant_id: string;
  readonly acr_score: number;
}

/** Tells the server how a person found the call, contract §5.7. @throws AcrError */
export async function submitScore(host: string, token: string, score: Score): Promise<void> {
  if (!Number.isInteger(score.acr_score) || score.acr_score < 1 || score.acr_score > 5)
    throw new AcrError('A score is a whole number from 1 to 5.');
  const answer = await fetch(`${host.replace(/\/+$/, '')}/helios/v1/submit_acr/${encodeURIComponent(token)}`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: JSON.stringify(score),
  }).catch(() => null);
  if (answer === null || answer.status >= 300) throw new AcrError('The score could not be submitted.');
}
