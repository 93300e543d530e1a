import { type Carrier, encodePercent, queryParameter, withoutParameter } from '@sluice/access';
import type { HttpAnswer } from '../../../ports/http-exchange.ts';
import { pathTokenPrefix } from '../issue/playback-urls.ts';

/** The carriers that stand in the address, so that another address renews them. */
export type AddressCarrier = Extract<Carrier, 'path' | 'query'>;

export const isInAddress = (carrier: Carrier | null): carrier is AddressCarrier =>
  carrier === 'path' || carrier === 'query';

/** The target of a request with `token` in the place of the one that it came with. */
export function withToken(rawTarget: string, carrier: AddressCarrier, token: string): string {
  if (carrier === 'path') return rawTarget.replace(/^\/_t\/[^/?]*/, () => pathTokenPrefix(token));
  const [path = '', query = ''] = rawTarget.split(/\?(.*)/s);
  const others = withoutParameter(query, queryParameter);
  return `${path}?${others === '' ? '' : `${others}&`}${queryParameter}=${encodePercent(token)}`;
}

/** Leads to the same object with a fresh token (edge access §13.2, E). */
export const renewalRedirect = (rawTarget: string, carrier: AddressCarrier, token: string): HttpAnswer => ({
  status: 302,
  headers: { location: withToken(rawTarget, carrier, token), 'cache-control': 'private, no-store' },
  body: { kind: 'empty' },
});
