import { ExplainBody } from '@sluice/contract';
import { unixSeconds } from '../../../ports/clock.ts';
import { type HttpRequest, jsonAnswer, noStore, type RouteHandler } from '../../../ports/http-exchange.ts';
import type { AssetAccess } from '../../assets/index.ts';
import { credentialsOf, decisionContext, findEmbedRecords } from '../decision-context.ts';
import type { GateParts } from '../gate-parts.ts';
import { locate } from '../locate.ts';
import { asAssetTarget, mediaAreaOf, mediaRule } from '../media-rule.ts';
import { readJson } from '../read-json.ts';
import { explainRequest } from './explain-request.ts';

/** Path and query of a URL as it was written: a URL parser would tidy up what is to be explained. */
const rawTargetOf = (url: string): string => url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').replace(/#.*$/, '');

/** The request that a viewer would have sent. */
function questionedRequest(body: ExplainBody, asker: HttpRequest): HttpRequest {
  const headers = Object.entries(body.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    ...asker,
    method: 'GET',
    rawTarget: asAssetTarget(rawTargetOf(body.url)),
    headers: Object.fromEntries(headers),
    remoteAddress: body.ip ?? asker.remoteAddress,
  };
}

/** Handler of `POST /v1/edge/explain`. */
export function explainHandlers(parts: GateParts, defaultAccess: AssetAccess) {
  const explain: RouteHandler = async (asker) => {
    const body = readJson(ExplainBody, asker.bodyBytes);
    const clock = body.at === undefined ? parts.clock : { nowMs: () => (body.at ?? 0) * 1000 };
    const request = questionedRequest(body, asker);
    const area = mediaAreaOf(rawTargetOf(body.url));
    const place = await locate({ ...parts, clock }, request.rawTarget);
    const credentials = place.ok ? credentialsOf(request, place.parsed) : [];
    const embeds = await findEmbedRecords(parts, credentials);
    const explanation = explainRequest({
      method: body.method ?? 'GET',
      rule: area === null ? null : mediaRule(area, defaultAccess),
      place,
      credentials,
      context: place.ok ? decisionContext(parts, request, place, embeds) : null,
      keys: parts.ring(),
      crypto: parts.crypto,
      nowSeconds: unixSeconds(clock),
    });
    return jsonAnswer(200, explanation, noStore);
  };
  return { explainAccess: explain };
}
