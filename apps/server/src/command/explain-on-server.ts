import type { Config } from '../config/index.ts';
import { askServer } from './ask-server.ts';
import type { ExplainQuestion } from './explain-question.ts';
import { formatExplanation } from './format-explanation.ts';

/** The text of `sluice explain`. */
export async function explainOnServer(
  config: Config,
  { url, method, headers, ip, at }: ExplainQuestion,
): Promise<string> {
  const body = {
    url,
    ...(method === undefined ? {} : { method }),
    ...(headers === undefined ? {} : { headers }),
    ...(ip === undefined ? {} : { ip }),
    ...(at === undefined ? {} : { at }),
  };
  return formatExplanation(await askServer(config, 'explain', (client) => client.explainAccess(body)));
}
