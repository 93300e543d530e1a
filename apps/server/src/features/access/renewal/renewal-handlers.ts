import { credentialKind, renewAfterSeconds, type Verification } from '@sluice/access';
import { type RenewedToken as RenewedAnswer, RenewTokenBody } from '@sluice/contract';
import { unixSeconds } from '../../../ports/clock.ts';
import { type HttpRequest, jsonAnswer, type RouteHandler } from '../../../ports/http-exchange.ts';
import { clientFacts, type GateParts, verifiersOf } from '../gate.ts';
import { kindOf, type TokenSigner } from '../issue/sign-grant.ts';
import type { TokenBucket } from '../limits/token-bucket.ts';
import { readJson } from '../read-json.ts';
import { refusalError } from '../refusal-error.ts';
import type { RenewalRecord } from '../register/token-register.ts';
import type { Revoke } from '../revocations/create-revoke.ts';
import { recordOf, renewGrant } from './renew-grant.ts';
import { renewalError } from './renewal-error.ts';

export interface RenewalDesk extends GateParts {
  readonly signer: TokenSigner;
  readonly renewLimit: TokenBucket;
  readonly record: (renewed: RenewalRecord) => Promise<void>;
  readonly revoke: Revoke;
}

function tokenOf({ headers, bodyBytes }: HttpRequest): string {
  const body = bodyBytes.byteLength === 0 ? {} : readJson(RenewTokenBody, bodyBytes);
  const text = headers['edge-token'] ?? body.token;
  if (text === undefined || text === '') throw renewalError('token_missing');
  return text;
}

/** Handler of `POST /v1/playback/tokens/renew`, edge access §19: the token is the credential. */
export function renewalHandlers(desk: RenewalDesk) {
  const { crypto, directory, clock, revocations, signer, renewLimit } = desk;

  async function verify(text: string): Promise<Verification> {
    const keys = desk.ring();
    if (keys === null) throw refusalError('edge_stale');
    const kind = credentialKind(text);
    if (kind === null) throw renewalError('token_malformed');
    if (kind === 'embed-token') throw renewalError('not_renewable');
    return verifiersOf(desk, keys)[kind]?.(text) ?? { ok: false, reason: 'token_invalid' };
  }

  /** Still something to watch: the asset is there and has a stream. */
  async function isEntitled(assetIds: readonly string[]): Promise<boolean> {
    const assets = await Promise.all(assetIds.map((id) => directory.find(id)));
    return assets.every((asset) => asset !== null && asset.presentation !== null);
  }

  const renewPlaybackToken: RouteHandler = async (request) => {
    const verified = await verify(tokenOf(request));
    if (!verified.ok) throw renewalError(verified.reason);
    const { grant } = verified;
    const { tokenId, resource } = grant;
    if (tokenId === null || resource.kind !== 'paths') throw renewalError('not_renewable');
    renewLimit.require(tokenId);
    const nowSeconds = unixSeconds(clock);
    const renewed = renewGrant(grant, clientFacts(request, crypto), nowSeconds, revocations, signer);
    if (!renewed.ok) throw renewalError(renewed.reason);
    if (!(await isEntitled(resource.assetIds))) {
      await desk.revoke({ type: 'token', value: tokenId, before: null, reason: 'not entitled any more' });
      throw renewalError('not_entitled');
    }
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
    return jsonAnswer(200, answer, { 'cache-control': 'no-store' });
  };
  return { renewPlaybackToken };
}
