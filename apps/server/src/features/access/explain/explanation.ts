import { type Explanation, type ExplanationStep, explanationSteps } from '@sluice/contract';

type StepName = ExplanationStep['step'];

/** What to change, for the operator, by the step that failed. */
const advice: Readonly<Record<StepName, string>> = {
  method: 'Ask with GET or HEAD. A player that sends another method is not fetching media.',
  path: 'Send the path as it stands in the playlist: no escaped slashes, no dots, no empty segments, 1024 characters at most.',
  policy: 'Create the asset, or set its access with PUT /v1/assets/{id}.',
  credential:
    'Issue a token with POST /v1/playback/tokens and use the URL of the answer. Below a playlist the token rides along by itself: a bare segment URL was copied from the wrong place, or a proxy dropped the query.',
  syntax:
    'Use the token exactly as it was issued, once: it was cut, escaped twice, sent twice, or is a credential of another kind.',
  key: 'Issue a new token: its key is not, or no longer, one that verifies here. If tokens come from another deployment, they share no keys.',
  signature:
    'Use the token exactly as it was issued: a byte of it was changed on the way, or it was signed with another secret.',
  start: 'Wait, issue without not_before, or set the clocks: issuer and edge differ by more than 5 seconds.',
  end: 'Renew the token before it ends, or issue a new one with a longer ttl.',
  revocation:
    'Someone took this back: see GET /v1/edge/revocations. Delete the entry or issue a new token. For edge_stale look at the connection of this edge to its feed.',
  asset: 'Issue a token for the asset that is asked for.',
  paths: 'Issue with paths that cover this object, or without paths for the whole asset.',
  address:
    'Issue without bind.ip or with the network the viewer has now. Behind a proxy, the address seen here is that of the proxy.',
  domain:
    'Add the embedding host to bind.domains, or "none" for apps and devices that name no host; *.host is one label deep.',
  'user-agent': 'Issue without bind.user_agent: updates and casting change it.',
  rate: 'Ask less often.',
  existence: 'Nothing is stored under this id: look at the job that was to make it.',
};

/** A builder of explanations: steps that are never told are `not reached`. */
export function createTelling(verdict: Omit<Explanation, 'steps'>) {
  const told = new Map<StepName, ExplanationStep>();
  const tell = (
    step: StepName,
    result: ExplanationStep['result'],
    read: string | null,
    expected: string | null = null,
  ): void => {
    told.set(step, { step, result, read, expected, advice: result === 'failed' ? advice[step] : null });
  };
  return {
    tell,
    end: (): Explanation => ({
      ...verdict,
      steps: explanationSteps.map(
        (step) => told.get(step) ?? { step, result: 'not reached', read: null, expected: null, advice: null },
      ),
    }),
  };
}
