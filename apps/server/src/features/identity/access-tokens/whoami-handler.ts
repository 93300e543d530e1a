import type { WhoAmI } from '@sluice/contract';
import { dataAnswer } from '../../../platform/video-api/data-answer.ts';
import { type RouteHandler, requireTokenCaller } from '../../../ports/http-exchange.ts';

/** Handler of `GET /system/v1/whoami`. */
export function whoAmIHandlers() {
  const readWhoAmI: RouteHandler = (request) => {
    const { tokenName, environment, permissions } = requireTokenCaller(request);
    const answer: WhoAmI = {
      access_token_name: tokenName,
      environment_id: environment.id,
      environment_name: environment.name,
      environment_type: 'production',
      // A deployment is of one organization.
      organization_id: 'sluice',
      organization_name: 'Sluice',
      permissions: [...permissions],
    };
    return dataAnswer(200, answer);
  };
  return { readWhoAmI };
}
