// Runs in nginx, once for every request that nginx could not decide by itself. The whole file is read anew each time.
import {
  encodePercent,
  type Grant,
  parseJsonObject,
  parsePath,
  type RefusalReason,
  refusalStatus,
} from '@sluice/access';
import { refusalSentences } from '../src/features/access/refusal-sentences.ts';
import { assetFolder } from '../src/features/assets/asset-id.ts';
import { allowedOrigin, corsHeaders, preflightHeaders } from '../src/http/cors.ts';
import { securityHeaders } from '../src/http/security-headers.ts';
import { decideRequest, type RequestFacts } from './decide-request.ts';
import { readEdgeState } from './edge-state.ts';
import { keepVerdict } from './keep-verdict.ts';
import type { NjsRequest } from './njs-request.ts';

/** Objects that are the same for every viewer; nginx keeps them. */
const media = /\.(?:m4s|mp4|jpe?g|webp|png|gif)$/;
const picture = /\.(?:jpe?g|webp|png|gif)$/;
/** What else viewers ask for. The origin answers it, and guards what of it needs a guard. */
const open = /^\/(?:stream|watch|player|api\/key)\/|^\/v1\/playback\/tokens\/renew$|^\/\.well-known\/edge-jwks\.json$/;
const methods = ['GET', 'HEAD', 'OPTIONS'];

const publicCaching = 'public, max-age=31536000, immutable';

function factsOf({ headersIn, remoteAddress, variables }: NjsRequest): RequestFacts {
  return {
    rawTarget: variables.request_uri ?? '',
    edgeTokenHeader: headersIn['Edge-Token'] ?? null,
    cookieHeader: headersIn.Cookie ?? null,
    clientAddress: remoteAddress,
    origin: headersIn.Origin ?? null,
    referer: headersIn.Referer ?? null,
    userAgentHeader: headersIn['User-Agent'] ?? null,
  };
}

function write(request: NjsRequest, headers: Readonly<Record<string, string>>): void {
  Object.keys(headers).forEach((name) => {
    request.headersOut[name] = headers[name] ?? '';
  });
}

function refuse(request: NjsRequest, reason: RefusalReason): void {
  const requestId = request.variables.request_id ?? '';
  write(request, securityHeaders);
  write(request, corsHeaders);
  write(request, allowedOrigin('with-cookies', request.headersIn.Origin));
  write(request, { 'cache-control': 'no-store', 'content-type': 'application/json', 'x-edge-deny': reason });
  if (reason === 'method_not_allowed') write(request, { allow: methods.join(', ') });
  const error = { code: reason, message: refusalSentences[reason], request_id: requestId };
  request.return(refusalStatus[reason], `${JSON.stringify({ error: error })}\n`);
}

/** Hands over to nginx, which decodes what is escaped here to the same path. */
function serve(request: NjsRequest, path: string, caching: string): void {
  const { variables } = request;
  const [, , assetId = '', ...rest] = path.split('/');
  const place = variables.sluice_has_files === '1' ? `/_files/${assetFolder(assetId)}` : `/_media/v/${assetId}`;
  variables.sluice_caching = caching;
  request.internalRedirect(`${place}/${rest.map(encodePercent).join('/')}`);
}

function privateCaching({ expiresAtSeconds }: Grant, path: string, nowSeconds: number): string {
  const restSeconds = Math.max(0, (expiresAtSeconds ?? nowSeconds) - nowSeconds);
  return picture.test(path)
    ? `private, max-age=${Math.min(300, restSeconds)}`
    : `private, max-age=${Math.min(3600, restSeconds)}, immutable`;
}

/** A public asset needs no token (edge access §9 step 3); nginx keeps the answer of the origin for a few seconds. */
function refuseUnlessPublic(request: NjsRequest, reason: RefusalReason, path: string, assetId: string): void {
  request.subrequest(`/_policy/${encodePercent(assetId)}`).then(
    ({ status, responseText }) => {
      const isPublic = status === 200 && parseJsonObject(responseText ?? null)?.access === 'public';
      if (!isPublic) refuse(request, reason);
      else if (media.test(path)) serve(request, path, publicCaching);
      else request.internalRedirect('@origin');
    },
    () => refuse(request, reason),
  );
}

function passGate(request: NjsRequest, path: string): void {
  const { variables } = request;
  const nowSeconds = Math.floor(Number(variables.msec));
  const state = readEdgeState(variables.sluice_state ?? '');
  const outcome = decideRequest(factsOf(request), state, nowSeconds);
  if (outcome.kind === 'refuse') {
    const { reason, assetId } = outcome;
    if (assetId === '' || reason === 'edge_stale') refuse(request, reason);
    else refuseUnlessPublic(request, reason, path, assetId);
  } else if (outcome.kind === 'ask-origin' || !path.startsWith('/v/') || !media.test(path)) {
    request.internalRedirect('@origin');
  } else {
    if (outcome.verdict !== null && state.generation !== null) keepVerdict(state.generation, outcome.verdict);
    serve(request, path, privateCaching(outcome.grant, path, nowSeconds));
  }
}

function answerGated(request: NjsRequest, path: string): void {
  if (request.method === 'OPTIONS') {
    write(request, preflightHeaders(methods, 'with-cookies', request.headersIn.Origin));
    write(request, { allow: methods.join(', ') });
    request.return(204);
  } else if (request.method === 'GET' || request.method === 'HEAD') {
    passGate(request, path);
  } else {
    refuse(request, 'method_not_allowed');
  }
}

function answer(request: NjsRequest): void {
  const parsed = parsePath(request.variables.request_uri ?? '');
  if (!parsed.ok) refuse(request, parsed.reason);
  else if (parsed.path.startsWith('/v/') || parsed.path.startsWith('/k/')) answerGated(request, parsed.path);
  else if (parsed.pathToken === null && open.test(parsed.path)) request.internalRedirect('@origin');
  else refuse(request, 'not_found');
}

export default { answer };
