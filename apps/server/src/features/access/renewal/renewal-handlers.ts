import { credentialKind, renewAfterSeconds, type Verification } from '@sluice/access';
import { EdgeRenewal, type RenewedToken as RenewedAnswer, RenewTokenBody } from '@sluice/contract';
import {
  type HttpAnswer,
  type HttpRequest,
  jsonAnswer,
  noStore,
  type RouteHandler,
} from '../../../ports/http-exchange.ts';
import { verifiersOf } from '../decision-context.ts';
import type { GateParts } from '../gate-parts.ts';
import { kindOf } from '../issue/sign-grant.ts';
import type { SharedAllowance } from '../limits/shared-allowance.ts';
import { readJson } from '../read-json.ts';
import { refusalError } from '../refusal-error.ts';
import type { RenewalRecord } from '../register/token-register.ts';
import { clientFacts } from '../request-facts.ts';
import type { Renew } from './create-renewal.ts';
import { recordOf } from './renew-grant.ts';
import { renewalError } from './renewal-error.ts';

export interface RenewalDesk extends GateParts {
  readonly renew: Renew;
  readonly renewLimit: SharedAllowance;
  readonly record: (renewed: RenewalRecord) => Promise<void>;
}

/** The token that a renewal is asked for; a 401 without one. */
export function tokenOf({ headers, bodyBytes }: HttpRequest): string {
  const body = bodyBytes.byteLength === 0 ? {} : readJson(RenewTokenBody, bodyBytes);
  const text = headers['edge-token'] ?? body.token;
  if (text === undefined || text === '') throw renewalError('token_missing');
  return text;
}

/** Handler of `POST /v1/playback/tokens/renew`, edge access §19: the token is the credential. */
export function renewalHandlers(desk: RenewalDesk) {
  async function verify(text: string): Promise<Verification> {
    const keys = desk.ring();
    if (keys === null) throw refusalError('edge_stale');
    const kind = credentialKind(text);
    if (kind === null) throw renewalError('token_malformed');
    if (kind === 'embed-token') throw renewalError('not_renewable');
    return verifiersOf(desk, keys)[kind]?.(text) ?? { ok: false, reason: 'token_invalid' };
  }

  /** `viewer`: the request that asked for it, wherever it was asked. */
  async function renew(text: string, viewer: Parameters<typeof clientFacts>[0]): Promise<HttpAnswer> {
    const verified = await verify(text);
    if (!verified.ok) throw renewalError(verified.reason);
    const { grant } = verified;
    const { tokenId } = grant;
    if (tokenId === null) throw renewalError('not_renewable');
    await desk.renewLimit.require(tokenId);
    const renewed = await desk.renew(grant, clientFacts(viewer, desk.crypto));
    if (!renewed.ok) throw renewalError(renewed.reason);
    await desk.record(recordOf(renewed));
    const answer: RenewedAnswer = {
      token_id: tokenId,
      kind: kindOf(grant),
      token: renewed.token,
      issued_at: renewed.startSeconds,
      expires_at: renewed.expiresAtSeconds,
      renew_after: renewAfterSeconds(renewed.startSeconds, renewed.expiresAtSeconds),
      renew_until: grant.renewableUntilSeconds,
      reused: false,
      cookies: [],
      warnings: [],
    };
    return jsonAnswer(200, answer, noStore);
  }

  const renewPlaybackToken: RouteHandler = async (request) => renew(tokenOf(request), request);
  const renewForEdge: RouteHandler = async ({ bodyBytes }) => {
    const { token, client_address, origin, referer, user_agent } = readJson(EdgeRenewal, bodyBytes);
    const headers = { origin, referer, 'user-agent': user_agent };
    const told = Object.entries(headers).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
    return renew(token, { headers: Object.fromEntries(told), remoteAddress: client_address });
  };
  return { renewPlaybackToken, renewForEdge };
}
