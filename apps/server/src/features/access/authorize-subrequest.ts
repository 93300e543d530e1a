import { createHash, timingSafeEqual } from 'node:crypto';
import { encodePercent, parseIpAddress, type RefusalReason } from '@sluice/access';
import { whenThere } from '../../ports/awaitable.ts';
import type { HttpAnswer, HttpRequest, RouteHandler } from '../../ports/http-exchange.ts';
import { SluiceError } from '../../ports/sluice-error.ts';
import type { AssetAccess } from '../assets/index.ts';
import type { Admission } from './gate.ts';
import { asAssetTarget, mediaAreaOf, mediaRule } from './media-rule.ts';
import { admitObserved, type ObservedParts } from './observed-admission.ts';
import { refusalError } from './refusal-error.ts';

/** Where a proxy shows that it is one: `EDGE_PROXY_SECRET`. */
const SECRET_HEADER = 'x-edge-proxy-secret';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** A check that takes the same time for every wrong secret; without a configured one nobody passes. */
function createProxyCheck(secret: string): (given: string | undefined) => void {
  const expected = digest(secret);
  return (given) => {
    if (secret !== '' && given !== undefined && timingSafeEqual(digest(given), expected)) return;
    throw new SluiceError('access/proxy-unknown', { status: 403, message: 'Only a proxy of this deployment may ask.' });
  };
}

/** nginx turns every status but 401 and 403 into a 500, so each refusal is a 403; the code stands in `X-Edge-Deny`. */
function denial(reason: RefusalReason): SluiceError {
  const { code, message } = refusalError(reason);
  return new SluiceError(code, { status: 403, message });
}

/** The viewer's address; the proxy's own never stands in for one that cannot be read. */
function viewerAddress(realIp = ''): string {
  const bytes = parseIpAddress(realIp);
  if (bytes === null) return '';
  return bytes.length === 4 ? bytes.join('.') : realIp;
}

/** The request of the viewer, as the proxy tells it. */
const viewerRequest = (request: HttpRequest, method: string, target: string): HttpRequest => ({
  ...request,
  isHead: method === 'HEAD',
  rawTarget: target,
  remoteAddress: viewerAddress(request.headers['x-real-ip']),
});

function allowance(area: string, { assetId, path, grant }: Admission): HttpAnswer {
  const place = path.split('/').map(encodePercent).join('/');
  const about = {
    'x-edge-asset': assetId,
    'x-edge-path': `/${area}/${assetId}/${place}`,
    'x-edge-token-id': grant?.tokenId ?? null,
    'x-edge-subject': grant?.subject === undefined || grant.subject === null ? null : encodePercent(grant.subject),
    'x-edge-exp': grant?.expiresAtSeconds ?? null,
  };
  const known = Object.entries(about).flatMap(([name, value]) =>
    value === null ? [] : [[name, String(value)] as const],
  );
  return {
    status: 204,
    headers: { 'cache-control': 'no-store', ...Object.fromEntries(known) },
    body: { kind: 'empty' },
  };
}

/** Handler of `GET /v1/edge/authorize`, edge access §20: the gate for a proxy that serves the bytes itself. */
export function subrequestHandlers(parts: ObservedParts, secret: string, defaultAccess: AssetAccess) {
  const checkProxy = createProxyCheck(secret);
  const authorizeSubrequest: RouteHandler = (request) => {
    checkProxy(request.headers[SECRET_HEADER]);
    const { 'x-original-method': method = 'GET', 'x-original-uri': rawTarget = '' } = request.headers;
    // A preflight is answered without a credential, and says nothing of the asset (§8).
    if (method === 'OPTIONS') return { status: 204, body: { kind: 'empty' } };
    if (method !== 'GET' && method !== 'HEAD') throw denial('method_not_allowed');
    const area = mediaAreaOf(rawTarget);
    if (area === null) throw denial('not_found');
    const target = asAssetTarget(rawTarget);
    const asked = viewerRequest(request, method, target);
    return whenThere(admitObserved(parts, asked, target, mediaRule(area, defaultAccess)), (admission) => {
      if (!admission.ok) throw denial(admission.reason);
      // How many bytes follow is known to the proxy alone.
      parts.allowedMedia.count(admission, asked, 0);
      return allowance(area === 'k' ? 'k' : 'v', admission);
    });
  };
  return { authorizeSubrequest };
}
